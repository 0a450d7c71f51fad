package org.stylestream.service.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.InitialImages;

/** What users hear of files that can't be read. */
class BadPictureTest {
  @TempDir private Path folder;

  @Test
  void missing() {
    assertMessage(
        folder.resolve("nowhere.png"),
        "there is no file %s; give the path of a PNG, JPEG, TIFF, GIF, BMP or WebP picture");
  }

  @Test
  void aFolder() {
    assertMessage(folder, "%s is a folder; give a PNG, JPEG, TIFF, GIF, BMP or WebP file in it");
  }

  @Test
  void empty() throws IOException {
    assertMessage(
        file("empty.jpg", new byte[0]),
        "%s is empty; give a PNG, JPEG, TIFF, GIF, BMP or WebP picture");
  }

  @Test
  void forbidden() throws IOException {
    Path file = file("secret.png", new byte[] {1});
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "needs POSIX modes");
    Files.setPosixFilePermissions(file, Set.of());
    assumeFalse(Files.isReadable(file), "this user may read everything");

    assertMessage(file, "%s may not be read; allow it with chmod u+r or give another file");
  }

  static Stream<Arguments> otherKinds() {
    return Stream.of(
        arguments("Dear diary,\n today", "a text"),
        arguments("%PDF-1.7", "a PDF document"),
        arguments("1234ftypheic\0\0", "a HEIC picture"),
        arguments("1234ftypavif\0\0", "an AVIF picture"),
        arguments("1234ftypisom\0\0", "a video"),
        arguments("8BPS\0\1", "a Photoshop document"),
        arguments("\u00ff\n\1", "a JPEG XL picture"),
        arguments("\0\0\0\fjP  \r\n", "a JPEG 2000 picture"),
        arguments("v/1\1", "an OpenEXR picture"),
        arguments("<?xml version='1'?> <svg/>", "an SVG drawing"),
        arguments("\u0089HDF\r\n\u001a\n", "an HDF5 file"),
        arguments("PK\3\4", "a ZIP archive"));
  }

  @ParameterizedTest
  @MethodSource("otherKinds")
  void anotherKindOfFile(String head, String kind) throws IOException {
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);

    assertMessage(
        file("picture.png", bytes),
        "%s is " + kind + ", which can't be read; save it as PNG, JPEG, TIFF, GIF, BMP or WebP");
  }

  @Test
  void anUnknownFile() throws IOException {
    assertMessage(
        file("picture.png", new byte[] {1, 2, 3, 4, 5}),
        "%s isn't a picture of a known format; give a PNG, JPEG, TIFF, GIF, BMP or WebP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "tif"})
  void truncated(String extension) throws IOException {
    Path whole = folder.resolve("whole." + extension);
    Image noise = InitialImages.uniformNoise(60, 80, 0, 255, 1);
    PictureWriter.write(noise, Optional.empty(), whole, WriteOptions.DEFAULT);
    byte[] bytes = Files.readAllBytes(whole);
    String format = PictureFormat.of(whole).name();

    for (int percent : new int[] {10, 50, 95}) {
      assertMessage(
          file("part." + extension, Arrays.copyOf(bytes, bytes.length * percent / 100)),
          "%s ends too early, so part of the picture is missing; give a complete " + format);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp"})
  void truncatedOtherwise(String extension) throws IOException {
    var picture = new BufferedImage(60, 80, BufferedImage.TYPE_3BYTE_BGR);
    Path whole = folder.resolve("whole." + extension);
    ImageIO.write(picture, extension, whole.toFile());
    byte[] bytes = Files.readAllBytes(whole);

    assertThatThrownBy(
            () -> PictureReader.read(file("part", Arrays.copyOf(bytes, bytes.length - 40))))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("ends too early");
  }

  /** However a file is damaged, it is a picture or a sentence. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb16-interlaced.png",
        "palette-transparent.png",
        "rgb16-planar.tif",
        "float32.tif",
        "rgba16-associated.tif",
        "cmyk.jpg",
        "grey.jpg",
        "animated.gif",
        "rgb8.bmp"
      })
  void damaged(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(Fixtures.resource(name, folder));
    for (int i = 8; i < bytes.length; i += 3) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) 0xa5;
      Path file = file("damaged", damaged);
      try {
        PictureReader.read(file);
      } catch (PictureException e) {
        assertThat(e.getMessage()).contains(file.toString()).contains("; ");
      }
    }
  }

  @Test
  void tooLargeToDecode() throws IOException {
    byte[] bytes = Files.readAllBytes(Fixtures.resource("rgb16-interlaced.png", folder));
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putInt(16, 70_000).putInt(20, 60_000);
    var sum = new CRC32();
    sum.update(bytes, 12, 17);
    header.putInt(29, (int) sum.getValue());
    Path bomb = file("bomb.png", bytes);

    assertThatThrownBy(() -> PictureReader.read(bomb))
        .isInstanceOf(PictureException.class)
        .hasMessageMatching(
            "\\Q%s\\E is 70000×60000 pixels, which is too large; at most \\d+ million pixels can be read here"
                .formatted(bomb));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1  | 1     | 1×1 pixels, which is too small; both sides must be at least 16",
        "15 | 400   | 400×15 pixels, which is too small; both sides must be at least 16",
        "10 | 20000 | 20000×10 pixels, which is too small; both sides must be at least 16",
        "16 | 1700  | 1700×16 pixels, which is too narrow; one side may be at most 100 times the other"
      })
  void unusable(int height, int width, String complaint) throws IOException {
    Picture picture = written(height, width);

    assertThatThrownBy(picture::requireUsable)
        .isInstanceOf(PictureException.class)
        .hasMessage("%s is %s", picture.source().path(), complaint);
  }

  @Test
  void justUsable() throws IOException {
    Picture picture = written(16, 1600);

    assertThatCode(picture::requireUsable).doesNotThrowAnyException();
  }

  private Picture written(int height, int width) throws IOException {
    Path file = folder.resolve("size.png");
    PictureWriter.write(
        Fixtures.image(height, width, (y, x, c) -> 9),
        Optional.empty(),
        file,
        WriteOptions.DEFAULT);
    return PictureReader.read(file);
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static void assertMessage(Path file, String message) {
    assertThatThrownBy(() -> PictureReader.read(file))
        .isInstanceOf(PictureException.class)
        .hasMessage(message.replace("%s", file.toString()));
  }
}
