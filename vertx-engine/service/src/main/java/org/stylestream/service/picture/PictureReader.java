package org.stylestream.service.picture;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileImageInputStream;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.preset.SizeRule;

/**
 * Reads PNG, JPEG, TIFF, GIF, BMP and WebP pictures: grey, palette, RGB or CMYK, to 16 bits a
 * channel (TIFF also floating-point on 0–1), turned upright and converted to sRGB without losing
 * precision.
 */
public final class PictureReader {
  /**
   * The most pixels that a picture may have: beyond this, its float32 pixels and what decodes them
   * are gigabytes.
   */
  public static final long MAXIMAL_PIXELS = 150_000_000;

  /**
   * While it is decoded, a pixel takes up to 8 bytes as it is stored and 2 × 16 as floats, before
   * and after turning.
   */
  private static final int BYTES_PER_PIXEL = 40;

  private static final String READ_FORMATS = "PNG, JPEG, TIFF, GIF, BMP or WebP";
  private static final String PNG_METADATA = "javax_imageio_png_1.0";

  private final Path path;
  private final FileKind kind;
  private final OptionalInt page;
  private final List<String> notes = new ArrayList<>();
  private boolean endsEarly;

  /**
   * @param page wanted, from 0; empty: the first, whatever others there are
   */
  private PictureReader(Path path, FileKind kind, OptionalInt page) {
    this.page = page;
    this.path = path;
    this.kind = kind;
  }

  /**
   * Reads the first picture of a file.
   *
   * @throws PictureException if it can't be read; the message names the file, what is wrong with it
   *     and what would be right
   */
  public static Picture read(Path path) throws PictureException {
    return new PictureReader(path, kindOf(path), OptionalInt.empty()).read();
  }

  /**
   * Reads one of the pictures of a file, and otherwise as {@link #read(Path)}.
   *
   * @param page from 0
   */
  static Picture read(Path path, int page) throws PictureException {
    return new PictureReader(path, kindOf(path), OptionalInt.of(page)).read();
  }

  /** How many pictures a file holds, and otherwise as {@link #read(Path)}. */
  static int pages(Path path) throws PictureException {
    PictureReader pictures = new PictureReader(path, kindOf(path), OptionalInt.of(0));
    return pictures.with(pictures::frames);
  }

  /** The size of one of the pictures of a file, upright, likewise. */
  static SizeRule.Size size(Path path, int page) throws PictureException {
    PictureReader picture = new PictureReader(path, kindOf(path), OptionalInt.of(page));
    return picture.with(reader -> picture.size(reader, page));
  }

  private SizeRule.Size size(ImageReader reader, int index) throws IOException {
    boolean turned = orientation().transposed();
    int height = reader.getHeight(index);
    int width = reader.getWidth(index);
    return turned ? new SizeRule.Size(width, height) : new SizeRule.Size(height, width);
  }

  static FileKind kindOf(Path path) throws PictureException {
    if (Files.isDirectory(path)) {
      throw new PictureException(
          "%s is a folder; give a %s file in it".formatted(path, READ_FORMATS));
    }
    if (!Files.exists(path)) {
      throw new PictureException(
          "there is no file %s; give the path of a %s picture".formatted(path, READ_FORMATS));
    }
    byte[] head = head(path);
    if (head.length == 0) {
      throw new PictureException("%s is empty; give a %s picture".formatted(path, READ_FORMATS));
    }
    FileKind kind = FileKind.of(head);
    if (kind == FileKind.UNKNOWN) {
      throw new PictureException(
          "%s isn't a picture of a known format; give a %s".formatted(path, READ_FORMATS));
    }
    if (!kind.readable()) {
      throw new PictureException(
          "%s is %s, which can't be read; save it as %s"
              .formatted(path, kind.title(), READ_FORMATS));
    }
    return kind;
  }

  private static byte[] head(Path path) throws PictureException {
    try (InputStream input = Files.newInputStream(path)) {
      return input.readNBytes(FileKind.HEAD_LENGTH);
    } catch (AccessDeniedException e) {
      throw new PictureException(
          "%s may not be read; allow it with chmod u+r or give another file".formatted(path), e);
    } catch (IOException e) {
      throw new PictureException(
          "%s can't be read (%s); give a file that can".formatted(path, e.getMessage()), e);
    }
  }

  private Picture read() throws PictureException {
    return with(this::read);
  }

  /** Reads something of the file. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(ImageReader reader) throws IOException, PixelLayoutException;
  }

  private <T> T with(Reading<T> reading) throws PictureException {
    ImageReader reader = null;
    try (var input = new FileImageInputStream(path.toFile())) {
      reader = Codecs.reader(kind);
      reader.setInput(input);
      return reading.of(reader);
    } catch (PictureException e) {
      throw e;
    } catch (PixelLayoutException e) {
      throw new PictureException(
          "%s %s, which can't be read; save it with 8 or 16 bits a channel, grey or RGB"
              .formatted(path, e.getMessage()),
          e);
    } catch (IOException | RuntimeException e) {
      // Decoders throw whatever a damaged file makes them stumble over.
      throw damaged(e);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }

  private Picture read(ImageReader reader) throws IOException, PixelLayoutException {
    int frames = frames(reader);
    checkSize(path, reader.getHeight(index()), reader.getWidth(index()));
    reader.addIIOReadWarningListener((source, warning) -> heed(warning));
    DecodedPixels pixels = DecodedPixels.of(decode(reader));
    if (endsEarly) {
      throw damaged(new EOFException());
    }
    Optional<ColourProfile> profile = usableProfile(reader, pixels);
    Orientation orientation = orientation();
    var image = new Image(pixels.height(), pixels.width(), toSrgb(pixels, profile));
    Optional<Plane> alpha =
        pixels.alpha().map(values -> new Plane(pixels.height(), pixels.width(), values));
    return new Picture(
        orientation.apply(image),
        alpha.map(orientation::apply),
        new PictureSource(
            path,
            kind.name(),
            pixels.height(),
            pixels.width(),
            pixels.bits(),
            pixels.colours() == 1,
            orientation.tag(),
            profile.map(ColourProfile::name),
            frames,
            notes));
  }

  private int frames(ImageReader reader) throws IOException {
    if (kind == FileKind.JPEG) {
      // Whose decoder would search the whole file, slowly, for what only few cameras append.
      return 1;
    }
    int frames = reader.getNumImages(true);
    if (frames == 0) {
      // A TIFF whose directory would lie beyond its end.
      throw damaged(new EOFException());
    }
    if (frames > 1 && page.isEmpty()) {
      notes.add("%s holds %d pictures; the first is taken".formatted(path, frames));
    }
    return frames;
  }

  private int index() {
    return page.orElse(0);
  }

  static void checkSize(Path path, long height, long width) throws PictureException {
    long limit = Math.min(MAXIMAL_PIXELS, Runtime.getRuntime().maxMemory() / BYTES_PER_PIXEL);
    if (height * width > limit) {
      throw new PictureException(
          "%s is %d×%d pixels, which is too large; at most %d million pixels can be read here"
              .formatted(path, width, height, limit / 1_000_000));
    }
  }

  private void heed(String warning) {
    // Of what is missing, JPEG decoders only warn; their words aren't translated.
    endsEarly |= warning.startsWith("Truncated File") || warning.contains("remature end");
    if (warning.contains("inaccurate CMYK")) {
      noteApproximateColours();
    }
  }

  private BufferedImage decode(ImageReader reader) throws IOException {
    ImageReadParam parameters = reader.getDefaultReadParam();
    if (kind == FileKind.JPEG) {
      ownColours(reader).ifPresent(parameters::setDestinationType);
    }
    return reader.read(index(), parameters);
  }

  /**
   * The type, if any, in which a JPEG's colours come as they are, for us to convert them at 16
   * bits.
   */
  private static Optional<ImageTypeSpecifier> ownColours(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    while (types.hasNext()) {
      ImageTypeSpecifier type = types.next();
      ColorSpace space = type.getColorModel().getColorSpace();
      boolean builtIn = space.isCS_sRGB() || space.getType() == ColorSpace.TYPE_GRAY;
      if (space instanceof ICC_ColorSpace && !builtIn) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private Optional<ColourProfile> usableProfile(ImageReader reader, DecodedPixels pixels)
      throws IOException {
    Optional<ColourProfile> profile =
        kind == FileKind.PNG ? pngProfile(reader) : pixels.profile().map(ColourProfile::of);
    if (profile.isPresent() && !profile.get().suits(pixels.colours())) {
      notes.add(
          "%s holds a colour profile for another kind of pixels, %s; it is taken as sRGB"
              .formatted(path, profile.get().name()));
      return Optional.empty();
    }
    return profile.filter(found -> !found.isSrgb());
  }

  private Optional<ColourProfile> pngProfile(ImageReader reader) throws IOException {
    IIOMetadata metadata = reader.getImageMetadata(0);
    var root = (IIOMetadataNode) metadata.getAsTree(PNG_METADATA);
    var chunks = root.getElementsByTagName("iCCP");
    if (chunks.getLength() == 0) {
      return Optional.empty();
    }
    byte[] compressed = (byte[]) ((IIOMetadataNode) chunks.item(0)).getUserObject();
    Optional<ColourProfile> profile = Optional.empty();
    try (var inflater = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      profile = ColourProfile.parse(inflater.readAllBytes());
    } catch (IOException e) {
      // Said below, together with what inflates but is no profile.
    }
    if (profile.isEmpty()) {
      notes.add("%s holds a damaged colour profile; it is taken as sRGB".formatted(path));
    }
    return profile;
  }

  private float[] toSrgb(DecodedPixels pixels, Optional<ColourProfile> profile) {
    if (profile.isPresent()) {
      try {
        return profile.get().toSrgb(pixels.samples(), pixels.height(), pixels.width());
      } catch (CMMException | IllegalArgumentException e) {
        notes.add(
            "%s holds a colour profile that can't be used, %s; it is taken as sRGB"
                .formatted(path, profile.get().name()));
      }
    }
    return switch (pixels.colours()) {
      case 1 -> repeat(pixels.samples());
      case 3 -> pixels.samples();
      default -> fromCmyk(pixels);
    };
  }

  private static float[] repeat(float[] grey) {
    var rgb = new float[Math.multiplyExact(grey.length, 3)];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = grey[i / 3];
    }
    return rgb;
  }

  private float[] fromCmyk(DecodedPixels pixels) {
    noteApproximateColours();
    int count = pixels.height() * pixels.width();
    var rgb = new float[Math.multiplyExact(count, 3)];
    var inks = new float[4];
    for (int pixel = 0; pixel < count; pixel++) {
      for (int ink = 0; ink < 4; ink++) {
        inks[ink] = pixels.samples()[pixel * 4 + ink] / 255;
      }
      for (int channel = 0; channel < 3; channel++) {
        rgb[pixel * 3 + channel] = 255 * (1 - inks[channel]) * (1 - inks[3]);
      }
    }
    return rgb;
  }

  private void noteApproximateColours() {
    notes.add("%s is CMYK without a colour profile; its colours are approximate".formatted(path));
  }

  private Orientation orientation() {
    try {
      return ImageMetadataReader.readMetadata(path.toFile())
          .getDirectoriesOfType(ExifIFD0Directory.class)
          .stream()
          .map(PictureReader::orientation)
          .flatMap(Optional::stream)
          .findFirst()
          .orElse(Orientation.UPRIGHT);
    } catch (ImageProcessingException | IOException e) {
      // The picture itself could be read: what can't be is only what was said about it.
      return Orientation.UPRIGHT;
    }
  }

  private static Optional<Orientation> orientation(Directory directory) {
    return Optional.ofNullable(directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION))
        .filter(tag -> tag >= 1 && tag <= 8)
        .map(Orientation::new);
  }

  private PictureException damaged(Exception cause) {
    if (endsEarly || endsEarly(cause)) {
      return new PictureException(
          "%s ends too early, so part of the picture is missing; give a complete %s"
              .formatted(path, kind),
          cause);
    }
    return new PictureException(
        "%s is a %s that is damaged or unusual (%s); save it anew as PNG, JPEG or TIFF"
            .formatted(path, kind, reason(cause)),
        cause);
  }

  private static boolean endsEarly(Throwable cause) {
    Throwable root = root(cause);
    // Of a PNG's chunk that reaches beyond the file's end, the decoder says only this.
    return root instanceof EOFException
        || String.valueOf(root.getMessage()).startsWith("Invalid chunk length");
  }

  private static String reason(Exception cause) {
    Throwable root = root(cause);
    return root.getMessage() == null
        ? root.getClass().getSimpleName()
        : root.getMessage().lines().findFirst().orElse("");
  }

  private static Throwable root(Throwable cause) {
    return cause.getCause() == null ? cause : root(cause.getCause());
  }
}
