package org.stylestream.service.picture;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileImageInputStream;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;

/** An animated GIF, whose frames are put together as they are shown. */
final class AnimationSequence implements PictureSequence {
  private static final String FRAME_METADATA = "javax_imageio_gif_image_1.0";
  private static final String FILE_METADATA = "javax_imageio_gif_stream_1.0";
  private static final int OPAQUE = 255;

  private final Path path;
  private final int frames;
  private final Duration delay;
  private final BufferedImage canvas;
  private int next;

  private AnimationSequence(Path path, int frames, Duration delay, BufferedImage canvas) {
    this.path = path;
    this.frames = frames;
    this.delay = delay;
    this.canvas = canvas;
  }

  static AnimationSequence open(Path path, int frames) throws PictureException {
    return with(
        path,
        reader -> {
          IIOMetadataNode screen =
              child(reader.getStreamMetadata(), FILE_METADATA, "LogicalScreenDescriptor");
          int width = number(screen, "logicalScreenWidth");
          int height = number(screen, "logicalScreenHeight");
          PictureReader.checkSize(path, height, width);
          int hundredths = number(control(reader, 0), "delayTime");
          return new AnimationSequence(
              path,
              frames,
              hundredths == 0 ? USUAL_DELAY : Duration.ofMillis(10L * hundredths),
              new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB));
        });
  }

  /** Reads something of the file. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T with(Path path, Reading<T> reading) throws PictureException {
    ImageReader reader = null;
    try (var input = new FileImageInputStream(path.toFile())) {
      reader = Codecs.reader(FileKind.GIF);
      reader.setInput(input);
      return reading.of(reader);
    } catch (PictureException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoder throws whatever a damaged file makes it stumble over.
      throw new PictureException(
          "%s is a GIF that is damaged or unusual (%s); save its frames anew, in a folder"
              .formatted(path, e.getMessage()),
          e);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }

  @Override
  public int frames() {
    return frames;
  }

  @Override
  public Duration delay() {
    return delay;
  }

  @Override
  public Picture read(int frame) throws PictureException {
    if (frame < next) {
      next = 0;
      clear(new Rectangle(canvas.getWidth(), canvas.getHeight()));
    }
    return with(
        path,
        reader -> {
          while (next < frame) {
            show(reader, next++);
          }
          return picture(show(reader, next++));
        });
  }

  /** What is seen of a frame; the canvas becomes what the next is drawn on. */
  private int[] show(ImageReader reader, int frame) throws IOException {
    IIOMetadataNode place =
        child(reader.getImageMetadata(frame), FRAME_METADATA, "ImageDescriptor");
    BufferedImage part = reader.read(frame);
    int left = number(place, "imageLeftPosition");
    int top = number(place, "imageTopPosition");
    int[] before = pixels();
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(part, left, top, null);
    graphics.dispose();
    int[] shown = pixels();
    String disposal = control(reader, frame).getAttribute("disposalMethod");
    if (disposal.equals("restoreToBackgroundColor")) {
      clear(new Rectangle(left, top, part.getWidth(), part.getHeight()));
    } else if (disposal.equals("restoreToPrevious")) {
      canvas.setRGB(0, 0, canvas.getWidth(), canvas.getHeight(), before, 0, canvas.getWidth());
    }
    return shown;
  }

  private int[] pixels() {
    return canvas.getRGB(0, 0, canvas.getWidth(), canvas.getHeight(), null, 0, canvas.getWidth());
  }

  private void clear(Rectangle where) {
    Graphics2D graphics = canvas.createGraphics();
    graphics.setComposite(AlphaComposite.Clear);
    graphics.fill(where);
    graphics.dispose();
  }

  private Picture picture(int[] argb) {
    int height = canvas.getHeight();
    int width = canvas.getWidth();
    float[] colours = new float[argb.length * Image.CHANNELS];
    float[] alpha = new float[argb.length];
    boolean transparent = false;
    for (int i = 0; i < argb.length; i++) {
      colours[i * Image.CHANNELS] = argb[i] >> 16 & OPAQUE;
      colours[i * Image.CHANNELS + 1] = argb[i] >> 8 & OPAQUE;
      colours[i * Image.CHANNELS + 2] = argb[i] & OPAQUE;
      alpha[i] = (argb[i] >>> 24) / (float) OPAQUE;
      transparent |= alpha[i] < 1;
    }
    return new Picture(
        new Image(height, width, colours),
        transparent ? Optional.of(new Plane(height, width, alpha)) : Optional.empty(),
        new PictureSource(
            path,
            FileKind.GIF.name(),
            height,
            width,
            8,
            false,
            1,
            Optional.empty(),
            frames,
            List.of()));
  }

  private static IIOMetadataNode control(ImageReader reader, int frame) throws IOException {
    return child(reader.getImageMetadata(frame), FRAME_METADATA, "GraphicControlExtension");
  }

  /** An element of the metadata; one without attributes where it is missing. */
  private static IIOMetadataNode child(IIOMetadata metadata, String format, String name) {
    var found = ((IIOMetadataNode) metadata.getAsTree(format)).getElementsByTagName(name);
    return found.getLength() == 0 ? new IIOMetadataNode(name) : (IIOMetadataNode) found.item(0);
  }

  private static int number(IIOMetadataNode node, String attribute) {
    String text = node.getAttribute(attribute);
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }
}
