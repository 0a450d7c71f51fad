package org.stylestream.service.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.InitialImages;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;

class FrameWriterTest {
  private static final int HEIGHT = 31;
  private static final int WIDTH = 45;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12})
  void aStackHasAllFramesAsPages(int frames) throws IOException {
    Path file = folder.resolve("frames.tif");
    try (StackWriter stack = StackWriter.create(file, HEIGHT, WIDTH, "preset: gätys")) {
      for (int i = 0; i < frames; i++) {
        stack.write(frame(i), 10 * i);
      }
      assertThat(file).doesNotExist();
      stack.commit();
    }

    List<IIOImage> pages = JdkReader.readAll(file);
    assertThat(pages).hasSize(frames);
    for (int i = 0; i < frames; i++) {
      assertShows((BufferedImage) pages.get(i).getRenderedImage(), frame(i), 0.51);
    }
  }

  /** ImageJ looks at the first page alone and takes the others' pixels from behind its. */
  @Test
  void aStackSaysToImageJWhatItIs() throws IOException {
    Path file = folder.resolve("frames.tif");
    try (StackWriter stack = StackWriter.create(file, HEIGHT, WIDTH, "preset: gätys")) {
      for (int i = 0; i < 3; i++) {
        stack.write(frame(i), 10 * i);
      }
      stack.commit();
    }

    byte[] bytes = Files.readAllBytes(file);
    assertThat(new String(field(bytes, 270), StandardCharsets.UTF_8))
        .startsWith("ImageJ=")
        .contains("images=3\nslices=3\n");
    assertThat(ByteBuffer.wrap(field(bytes, 273)).getInt()).isEqualTo(8);
    byte[] metadata = field(bytes, 50839);
    assertThat(new String(metadata, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("IJIJinfo");
    int[] counts = new int[5];
    ByteBuffer.wrap(field(bytes, 50838)).asIntBuffer().get(counts);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(metadata.length);
    int infoEnd = counts[0] + counts[1];
    assertThat(new String(metadata, counts[0], counts[1], StandardCharsets.UTF_16BE))
        .isEqualTo("preset: gätys");
    assertThat(new String(metadata, infoEnd, counts[2], StandardCharsets.UTF_16BE))
        .isEqualTo("iteration 0");
    int pageBytes = HEIGHT * WIDTH * 3;
    assertThat((double) (bytes[8 + 2 * pageBytes] & 0xff))
        .isCloseTo(frame(2).at(0, 0, 0), within(0.51));
  }

  @Test
  void aStackRefusesToGrowBeyondWhatATiffHolds() throws IOException {
    Path file = folder.resolve("frames.tif");
    try (StackWriter stack = StackWriter.create(file, 40_000, 40_000, "")) {
      assertThatThrownBy(() -> stack.write(frame(0), 0))
          .isInstanceOf(PictureException.class)
          .hasMessage(
              "%s would grow beyond the 4 GB that a TIFF can hold; keep fewer or smaller frames",
              file);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anAnimationHasAllFramesWithTheirOwnColours() throws IOException {
    Path file = folder.resolve("frames.gif");
    try (GifWriter gif = GifWriter.create(file, HEIGHT, WIDTH, Duration.ofMillis(120))) {
      for (int i = 0; i < 4; i++) {
        gif.write(frame(i), i);
      }
      gif.commit();
    }

    List<IIOImage> pages = JdkReader.readAll(file);
    assertThat(pages).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertShows((BufferedImage) pages.get(i).getRenderedImage(), frame(i), 24);
    }
    var root =
        (IIOMetadataNode) pages.get(2).getMetadata().getAsTree("javax_imageio_gif_image_1.0");
    var control = (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    assertThat(control.getAttribute("delayTime")).isEqualTo("12");
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .startsWith("GIF89a")
        .containsOnlyOnce("NETSCAPE2.0\u0003\u0001\0\0\0");
  }

  @Test
  void anAnimationRefusesWhatAGifCantHold() {
    Path file = folder.resolve("frames.gif");

    assertThatThrownBy(() -> GifWriter.create(file, 10, 70_000, Duration.ofMillis(100)))
        .isInstanceOf(PictureException.class)
        .hasMessage("%s would be 70000×10 pixels; the sides of a GIF are at most 65535", file);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void framesOfOtherSizesAreResampled(boolean animation) throws IOException {
    Path file = folder.resolve("frames." + (animation ? "gif" : "tif"));
    try (FrameWriter writer =
        animation
            ? GifWriter.create(file, HEIGHT, WIDTH, Duration.ofMillis(100))
            : StackWriter.create(file, HEIGHT, WIDTH, "")) {
      writer.write(Resampler.resize(frame(0), 15, 22), 0);
      writer.write(frame(0), 1);
      writer.commit();
    }

    List<IIOImage> pages = JdkReader.readAll(file);
    assertThat(pages)
        .allSatisfy(
            page -> {
              assertThat(page.getRenderedImage().getHeight()).isEqualTo(HEIGHT);
              assertThat(page.getRenderedImage().getWidth()).isEqualTo(WIDTH);
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutCommitNothingIsLeft(boolean written) throws IOException {
    try (FrameWriter stack = StackWriter.create(folder.resolve("a.tif"), HEIGHT, WIDTH, "");
        FrameWriter gif =
            GifWriter.create(folder.resolve("a.gif"), HEIGHT, WIDTH, Duration.ofMillis(100))) {
      if (written) {
        stack.write(frame(0), 0);
        gif.write(frame(0), 0);
      } else {
        stack.commit();
        gif.commit();
      }
    }

    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "OUT.png, 10, OUT_at_iteration_0010.png",
    "some.folder/OUT.jpg, 0, OUT_at_iteration_0000.png",
    "OUT, 12345, OUT_at_iteration_12345.png",
    ".hidden, 7, .hidden_at_iteration_0007.png"
  })
  void framesAreNamedAfterTheOutput(Path output, int iteration, String name) {
    assertThat(FrameNames.ITERATIONS.file(output, iteration)).isEqualTo(name);
  }

  @Test
  void aFolderOfFramesIsMadeAndFilled() throws IOException {
    Path frames = folder.resolve("frames");
    var alpha = new Plane(2, 2, new float[] {0.5f, 0.5f, 0.5f, 0.5f});
    try (FrameWriter writer =
        new FrameFolder(
            frames,
            Path.of("out.jpg"),
            FrameNames.ITERATIONS,
            Optional.of(alpha),
            WriteOptions.DEFAULT)) {
      writer.write(frame(1), 20);
      writer.commit();
    }

    Picture picture = PictureReader.read(frames.resolve("out_at_iteration_0020.png"));
    assertThat(picture.image().pixels()).containsExactly(frame(1).pixels(), within(0.51f));
    assertThat(picture.alpha().orElseThrow().at(30, 44)).isEqualTo(0.5f, within(0.01f));
  }

  /** The values of a field of the first directory. */
  private static byte[] field(byte[] tiff, int tag) {
    ByteBuffer buffer = ByteBuffer.wrap(tiff);
    int directory = buffer.getInt(4);
    for (int i = 0; i < buffer.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      if ((buffer.getShort(entry) & 0xffff) == tag) {
        int size = buffer.getShort(entry + 2) == 4 ? 4 : 1;
        int length = size * buffer.getInt(entry + 4);
        int offset = length > 4 ? buffer.getInt(entry + 8) : entry + 8;
        return Arrays.copyOfRange(tiff, offset, offset + length);
      }
    }
    throw new AssertionError("no field " + tag);
  }

  /** A smooth picture in the colours of its index. */
  private static Image frame(int index) {
    return Resampler.resize(InitialImages.uniformNoise(5, 7, 0, 255, index), HEIGHT, WIDTH);
  }

  private static void assertShows(BufferedImage picture, Image frame, double tolerance) {
    double squares = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int rgb = picture.getRGB(x, y);
        for (int c = 0; c < 3; c++) {
          double difference = (rgb >> (16 - 8 * c) & 0xff) - frame.at(y, x, c);
          assertThat(Math.abs(difference)).isLessThan(tolerance * 2);
          squares += difference * difference;
        }
      }
    }
    assertThat(Math.sqrt(squares / (3 * HEIGHT * WIDTH))).isLessThan(tolerance / 1.5);
  }
}
