package org.stylestream.service.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;

class PictureReaderTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"rgb16-interlaced.png", "rgb16-planar.tif", "rgb16-big.tif", "rgba16.png"})
  void keepsSixteenBits(String name) throws IOException {
    Picture picture = read(name);

    assertShows(picture, 0.003, (y, x, channel) -> Fixtures.sample16(y, x, channel) / 257.0);
    assertThat(picture.source().bitsPerChannel()).isEqualTo(16);
    assertThat(picture.source().grey()).isFalse();
    assertThat(picture.source().notes()).isEmpty();
  }

  /** What was multiplied by alpha has lost precision by it. */
  @Test
  void dividesByAssociatedAlpha() throws IOException {
    Image image = read("rgba16-associated.tif").image();

    for (int y = 0; y < Fixtures.HEIGHT; y++) {
      for (int x = 0; x < Fixtures.WIDTH; x++) {
        double alpha = Fixtures.sample16(y, x, 3) / 65535.0;
        assertThat((double) image.at(y, x, 1))
            .isCloseTo(Fixtures.sample16(y, x, 1) / 257.0, within(0.003 + 1 / (257 * alpha)));
      }
    }
  }

  @Test
  void readsFloatingPointSamples() throws IOException {
    Picture picture = read("float32.tif");

    assertShows(picture, 1e-4, (y, x, channel) -> Fixtures.sample16(y, x, channel) / 257.0);
    assertThat(picture.source().bitsPerChannel()).isEqualTo(32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey16.tif", "grey16-alpha.png"})
  void readsGreyAsEqualColours(String name) throws IOException {
    Picture picture = read(name);

    assertShows(picture, 1e-3, (y, x, channel) -> Fixtures.sample16(y, x, 0) / 257.0);
    assertThat(picture.source().grey()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"rgba16.png, 3", "rgba16-associated.tif, 3", "grey16-alpha.png, 1"})
  void keepsAlphaAside(String name, int channel) throws IOException {
    var alpha = read(name).alpha().orElseThrow();

    for (int y = 0; y < Fixtures.HEIGHT; y++) {
      for (int x = 0; x < Fixtures.WIDTH; x++) {
        assertThat((double) alpha.at(y, x))
            .isCloseTo(Fixtures.sample16(y, x, channel) / 65535.0, within(1e-6));
      }
    }
  }

  @Test
  void readsAPaletteWithTransparency() throws IOException {
    Picture picture = read("palette-transparent.png");

    assertThat(picture.image().at(4, 5, 0)).isEqualTo(95);
    assertThat(picture.image().at(4, 5, 1)).isEqualTo(160);
    for (int x = 0; x < Fixtures.WIDTH; x++) {
      assertThat(picture.alpha().orElseThrow().at(3, x)).isEqualTo(x % 3 == 0 ? 0f : 1f);
    }
  }

  @Test
  void readsBmp() throws IOException {
    assertShows(read("rgb8.bmp"), 0, Fixtures::sample8);
  }

  @Test
  void readsWebp() throws IOException {
    assertShows(read("rgb8-lossless.webp"), 0, Fixtures::sample8);
    // Lossy, with colours of half the picture's size.
    assertShows(read("smooth.webp"), 12, Fixtures::smooth);

    Plane alpha = read("rgba8-lossless.webp").alpha().orElseThrow();
    for (int x = 0; x < Fixtures.WIDTH; x++) {
      assertThat((double) alpha.at(4, x))
          .isCloseTo(Fixtures.sample16(4, x, 3) / 65535.0, within(1.0 / 255));
    }
  }

  @Test
  void takesTheFirstFrameOfAnAnimationAndSaysSo() throws IOException {
    Picture picture = read("animated.gif");

    assertShows(picture, 0, Fixtures::sample8);
    assertThat(picture.source().frames()).isEqualTo(2);
    assertThat(picture.source().notes())
        .singleElement()
        .asString()
        .endsWith("animated.gif holds 2 pictures; the first is taken");
  }

  @Test
  void readsCmykAndSaysThatItIsApproximate() throws IOException {
    Picture picture = read("cmyk.jpg");

    assertShows(picture, 6, Fixtures::smooth);
    assertThat(picture.source().notes())
        .singleElement()
        .asString()
        .endsWith("cmyk.jpg is CMYK without a colour profile; its colours are approximate");
  }

  /** Java's own grey is linear; what a grey file holds isn't. */
  @Test
  void takesGreyJpegSamplesAsTheyAre() throws IOException {
    Picture picture = read("grey.jpg");

    assertThat(picture.source().grey()).isTrue();
    // Rec. 709 luma of the smooth picture.
    assertThat((double) picture.image().at(12, 16, 1))
        .isCloseTo(0.2126 * 120 + 0.7152 * 132 + 0.0722 * 144, within(2.0));
  }

  /** Exif 2.32: which sides of the upright picture the stored row 0 and column 0 are. */
  @ParameterizedTest
  @CsvSource({
    "1, top, left", "2, top, right", "3, bottom, right", "4, bottom, left",
    "5, left, top", "6, right, top", "7, right, bottom", "8, left, bottom"
  })
  void turnsAPictureUpright(int orientation, String row0, String column0) throws IOException {
    int height = 16;
    int width = 32;
    // Brightness grows with the row, red with the column.
    Image stored = Fixtures.image(height, width, (y, x, c) -> c == 0 ? 4 * x : 8 * y);
    Path plain = folder.resolve("plain.jpg");
    PictureWriter.write(stored, Optional.empty(), plain, WriteOptions.DEFAULT);
    Path tagged = folder.resolve("tagged.jpg");
    Files.write(tagged, withOrientation(Files.readAllBytes(plain), orientation));

    Picture picture = PictureReader.read(tagged);

    Image image = picture.image();
    boolean transposed = orientation > 4;
    assertThat(image.height()).isEqualTo(transposed ? width : height);
    assertThat(image.width()).isEqualTo(transposed ? height : width);
    assertThat(picture.source().height()).isEqualTo(height);
    assertThat(picture.source().orientation()).isEqualTo(orientation);
    assertThat(side(image, row0, 1)).isLessThan(12);
    assertThat(side(image, opposite(row0), 1)).isGreaterThan(108);
    assertThat(side(image, column0, 0)).isLessThan(12);
    assertThat(side(image, opposite(column0), 0)).isGreaterThan(112);
  }

  @Test
  void turnsAlphaWithTheImage() throws IOException {
    byte[] png = Files.readAllBytes(Fixtures.resource("rgba16.png", folder));
    Path tagged = folder.resolve("tagged.png");
    Files.write(tagged, withChunk(png, "eXIf", exif(6)));

    Picture picture = PictureReader.read(tagged);

    int last = Fixtures.HEIGHT - 1;
    assertThat((double) picture.alpha().orElseThrow().at(5, 2))
        .isCloseTo(Fixtures.sample16(last - 2, 5, 3) / 65535.0, within(1e-6));
    assertThat((double) picture.image().at(5, 2, 1))
        .isCloseTo(Fixtures.sample16(last - 2, 5, 1) / 257.0, within(1e-3));
  }

  /**
   * Against the colorimetry of both spaces, written out: the only other way from one to the other.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void convertsAdobeRgbToSrgb(boolean sixteenBits) throws IOException {
    byte[] png =
        sixteenBits
            ? Files.readAllBytes(Fixtures.resource("rgb16-interlaced.png", folder))
            : writeSmooth();
    Path tagged = folder.resolve("tagged.png");
    Files.write(tagged, withProfile(png, AdobeRgb.profile()));

    Picture picture = PictureReader.read(tagged);

    assertThat(picture.source().profile()).contains("Test RGB (1998)");
    assertThat(picture.source().notes()).isEmpty();
    int compared = 0;
    for (int y = 0; y < picture.image().height(); y++) {
      for (int x = 0; x < picture.image().width(); x++) {
        double[] stored = new double[3];
        for (int c = 0; c < 3; c++) {
          stored[c] =
              sixteenBits ? Fixtures.sample16(y, x, c) / 65535.0 : Fixtures.smooth(y, x, c) / 255.0;
        }
        double[] expected = AdobeRgb.toSrgb(stored);
        for (int c = 0; c < 3; c++) {
          // Colours outside sRGB are clipped; the colour engine interpolates in a table.
          if (expected[c] > 0.1 && expected[c] < 1) {
            assertThat((double) picture.image().at(y, x, c))
                .as("row %d, column %d, channel %d", y, x, c)
                .isCloseTo(255 * expected[c], within(0.5));
            compared++;
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(200);
  }

  @Test
  void takesADamagedProfileAsSrgbAndSaysSo() throws IOException {
    Path tagged = folder.resolve("tagged.png");
    byte[] png = Files.readAllBytes(Fixtures.resource("rgb16-interlaced.png", folder));
    Files.write(tagged, withProfile(png, "no profile at all".getBytes(StandardCharsets.US_ASCII)));

    Picture picture = PictureReader.read(tagged);

    assertShows(picture, 0.003, (y, x, channel) -> Fixtures.sample16(y, x, channel) / 257.0);
    assertThat(picture.source().profile()).isEmpty();
    assertThat(picture.source().notes())
        .singleElement()
        .asString()
        .endsWith("tagged.png holds a damaged colour profile; it is taken as sRGB");
  }

  @Test
  void takesAProfileForOtherPixelsAsSrgbAndSaysSo() throws IOException {
    Path tagged = folder.resolve("tagged.png");
    byte[] png = Files.readAllBytes(Fixtures.resource("grey16-alpha.png", folder));
    Files.write(tagged, withProfile(png, AdobeRgb.profile()));

    Picture picture = PictureReader.read(tagged);

    assertShows(picture, 1e-3, (y, x, channel) -> Fixtures.sample16(y, x, 0) / 257.0);
    assertThat(picture.source().notes())
        .singleElement()
        .asString()
        .endsWith(
            "holds a colour profile for another kind of pixels, Test RGB (1998); it is taken as sRGB");
  }

  private Picture read(String name) throws IOException {
    return PictureReader.read(Fixtures.resource(name, folder));
  }

  private byte[] writeSmooth() throws IOException {
    Path file = folder.resolve("smooth.png");
    Image smooth = Fixtures.image(24, 32, Fixtures::smooth);
    PictureWriter.write(smooth, Optional.empty(), file, WriteOptions.DEFAULT);
    return withoutChunk(Files.readAllBytes(file), "sRGB");
  }

  private static void assertShows(Picture picture, double tolerance, Fixtures.Samples samples) {
    Image image = picture.image();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          assertThat((double) image.at(y, x, channel))
              .as("row %d, column %d, channel %d", y, x, channel)
              .isCloseTo(samples.at(y, x, channel), within(tolerance));
        }
      }
    }
  }

  /** The mean of a channel along one side. */
  private static double side(Image image, String side, int channel) {
    int last = side.equals("top") || side.equals("bottom") ? image.height() : image.width();
    int length = image.height() + image.width() - last;
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum +=
          switch (side) {
            case "top" -> image.at(0, i, channel);
            case "bottom" -> image.at(last - 1, i, channel);
            case "left" -> image.at(i, 0, channel);
            default -> image.at(i, last - 1, channel);
          };
    }
    return sum / length;
  }

  private static String opposite(String side) {
    return switch (side) {
      case "top" -> "bottom";
      case "bottom" -> "top";
      case "left" -> "right";
      default -> "left";
    };
  }

  private static byte[] exif(int orientation) {
    return ByteBuffer.allocate(26)
        .put("MM\0*".getBytes(StandardCharsets.US_ASCII))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    byte[] exif = exif(orientation);
    return ByteBuffer.allocate(jpeg.length + 10 + exif.length)
        .put(jpeg, 0, 2)
        .putShort((short) 0xffe1)
        .putShort((short) (8 + exif.length))
        .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
        .put(exif)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  private static byte[] withProfile(byte[] png, byte[] profile) throws IOException {
    var chunk = new ByteArrayOutputStream();
    chunk.write("icc\0\0".getBytes(StandardCharsets.US_ASCII));
    try (var deflater = new DeflaterOutputStream(chunk, new Deflater())) {
      deflater.write(profile);
    }
    return withChunk(png, "iCCP", chunk.toByteArray());
  }

  /** Puts a chunk behind the header. */
  private static byte[] withChunk(byte[] png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    int header = 33;
    return ByteBuffer.allocate(png.length + 12 + data.length)
        .put(png, 0, header)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) sum.getValue())
        .put(png, header, png.length - header)
        .array();
  }

  private static byte[] withoutChunk(byte[] png, String type) {
    ByteBuffer source = ByteBuffer.wrap(png);
    ByteBuffer target = ByteBuffer.allocate(png.length);
    target.put(png, 0, 8);
    int position = 8;
    while (position < png.length) {
      int length = source.getInt(position) + 12;
      String name = new String(png, position + 4, 4, StandardCharsets.US_ASCII);
      if (!name.equals(type)) {
        target.put(png, position, length);
      }
      position += length;
    }
    byte[] rest = new byte[target.position()];
    target.flip().get(rest);
    return rest;
  }
}
