package org.stylestream.service.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Tag;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.InitialImages;
import org.stylestream.compute.image.Plane;

class PictureWriterTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "8, png, false", "8, png, true", "16, png, false", "16, png, true",
    "8, tif, false", "8, tif, true", "16, tif, false", "16, TIFF, true"
  })
  void writesWhatAnotherReaderReads(int bits, String extension, boolean transparent)
      throws IOException {
    Image image = InitialImages.uniformNoise(201, 133, 0, 255, 3);
    Optional<Plane> alpha = transparent ? Optional.of(plane(201, 133)) : Optional.empty();
    Path file = folder.resolve("out." + extension);

    List<String> notes =
        PictureWriter.write(image, alpha, file, WriteOptions.DEFAULT.withBitsPerChannel(bits));

    assertThat(notes).isEmpty();
    BufferedImage read = JdkReader.read(file, 0);
    assertThat(read.getRaster().getNumBands()).isEqualTo(transparent ? 4 : 3);
    assertThat(read.getColorModel().getComponentSize(0)).isEqualTo(bits);
    assertThat(read.getColorModel().isAlphaPremultiplied()).isFalse();
    double steps = (1 << bits) - 1;
    for (int y = 0; y < image.height(); y += 7) {
      for (int x = 0; x < image.width(); x++) {
        for (int c = 0; c < 3; c++) {
          assertThat((double) read.getRaster().getSample(x, y, c))
              .isCloseTo(image.at(y, x, c) / 255 * steps, within(0.51));
        }
        if (transparent) {
          assertThat((double) read.getRaster().getSample(x, y, 3))
              .isCloseTo(alpha.orElseThrow().at(y, x) * steps, within(0.51));
        }
      }
    }
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    Image image = InitialImages.uniformNoise(40, 50, 0, 255, 4);
    Path file = folder.resolve("out.png");
    PictureWriter.write(
        image, Optional.of(plane(40, 50)), file, WriteOptions.DEFAULT.withBitsPerChannel(16));

    Picture picture = PictureReader.read(file);

    assertThat(picture.image().pixels()).containsExactly(image.pixels(), within(0.002f));
    assertThat(picture.alpha().orElseThrow().values())
        .containsExactly(plane(40, 50).values(), within(1e-5f));
  }

  @Test
  void roundsAndClamps() throws IOException {
    var image =
        new Image(1, 3, new float[] {-7, 0.49f, 0.5f, 254.4f, 254.6f, 300, 1e9f, Float.NaN, 99});
    Path file = folder.resolve("out.png");

    PictureWriter.write(image, Optional.empty(), file, WriteOptions.DEFAULT);

    int[] samples = JdkReader.read(file, 0).getRaster().getPixels(0, 0, 3, 1, (int[]) null);
    assertThat(samples).containsExactly(0, 0, 1, 254, 255, 255, 255, 0, 99);
  }

  @Test
  void writesJpegWithFullChroma() throws IOException {
    // Red and blue stripes of one pixel: halved chroma would mix them.
    Image stripes = Fixtures.image(32, 32, (y, x, c) -> c == 1 ? 60 : (x + c / 2) % 2 * 120 + 60);
    Path file = folder.resolve("out.jpeg");

    PictureWriter.write(stripes, Optional.empty(), file, WriteOptions.DEFAULT);

    float[] read = PictureReader.read(file).image().pixels();
    assertThat(read).containsExactly(stripes.pixels(), within(16f));
  }

  @Test
  void saysThatJpegHoldsNoAlpha() throws IOException {
    Image image = InitialImages.uniformNoise(20, 20, 0, 255, 5);
    Path file = folder.resolve("out.jpg");

    List<String> notes =
        PictureWriter.write(image, Optional.of(plane(20, 20)), file, WriteOptions.DEFAULT);

    assertThat(notes)
        .containsExactly(file + " can't hold the content image's transparency; a .png or .tif can");
    assertThat(PictureReader.read(file).alpha()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"png, Software: StyleStream", "jpg, StyleStream: ", "tif, StyleStream"})
  void saysWhoMadeItAndWhatItIs(String extension, String software)
      throws IOException, ImageProcessingException {
    Path file = folder.resolve("out." + extension);
    Image image = InitialImages.uniformNoise(20, 20, 0, 255, 5);

    PictureWriter.write(
        image,
        Optional.empty(),
        file,
        WriteOptions.DEFAULT.withDescription("Tübingen, preset gatys"));

    assertThat(texts(file))
        .anyMatch(text -> text.contains(software))
        .anyMatch(text -> text.contains("Tübingen, preset gatys"));
  }

  @Test
  void writesADescriptionBeyondLatin() throws IOException {
    Path file = folder.resolve("out.png");
    Image image = InitialImages.uniformNoise(20, 20, 0, 255, 5);

    PictureWriter.write(image, Optional.empty(), file, WriteOptions.DEFAULT.withDescription("星月夜"));

    assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).contains("星月夜");
  }

  @Test
  void replacesWhatWasThereAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("out.png"), "old");

    PictureWriter.write(
        InitialImages.uniformNoise(20, 20, 0, 255, 5),
        Optional.empty(),
        file,
        WriteOptions.DEFAULT);

    assertThat(PictureReader.read(file).image().height()).isEqualTo(20);
    assertThat(names()).containsExactly("out.png");
  }

  @Test
  void followsALink() throws IOException {
    Path real = Files.writeString(folder.resolve("real.png"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.png"), real);

    PictureWriter.write(
        InitialImages.uniformNoise(20, 20, 0, 255, 5),
        Optional.empty(),
        link,
        WriteOptions.DEFAULT);

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(PictureReader.read(real).image().height()).isEqualTo(20);
  }

  @Test
  void leavesNothingWhenItFails() throws IOException {
    // The draft can be written; a folder that isn't empty can't be replaced by it.
    Path file = Files.createDirectory(folder.resolve("out.png"));
    Files.createFile(file.resolve("inhabitant"));

    assertThatThrownBy(
            () ->
                PictureWriter.write(
                    InitialImages.uniformNoise(20, 20, 0, 255, 5),
                    Optional.empty(),
                    file,
                    WriteOptions.DEFAULT))
        .isInstanceOf(PictureException.class)
        .hasMessageStartingWith(file + " can't be written (");
    assertThat(names()).containsExactly("out.png");
  }

  @Test
  void saysThatTheFolderIsMissing() {
    Path file = folder.resolve("nowhere").resolve("out.png");

    assertThatThrownBy(
            () ->
                PictureWriter.write(
                    InitialImages.uniformNoise(20, 20, 0, 255, 5),
                    Optional.empty(),
                    file,
                    WriteOptions.DEFAULT))
        .isInstanceOf(PictureException.class)
        .hasMessage("there is no folder to write %s into; create it or give another", file);
  }

  @Test
  void saysThatTheDiskIsFull() {
    Path file = folder.resolve("out.png");
    var cause = new IOException("I/O error", new IOException("No space left on device"));

    assertThat(AtomicFile.failure(file, cause))
        .hasMessage(
            "no space is left on the disk for %s; free some or give a path on another disk", file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.webp", "out", ".png.d", "out."})
  void refusesAnUnknownExtension(String name) {
    Path file = folder.resolve(name);

    assertThatThrownBy(() -> PictureFormat.of(file))
        .isInstanceOf(PictureException.class)
        .hasMessage("%s can't be written as a picture; end its name in .png, .jpg or .tif", file);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static List<String> texts(Path file) throws IOException, ImageProcessingException {
    List<String> texts = new ArrayList<>();
    for (Directory directory : ImageMetadataReader.readMetadata(file.toFile()).getDirectories()) {
      for (Tag tag : directory.getTags()) {
        texts.add(tag.getTagName() + " - " + tag.getDescription());
      }
    }
    // Readers differ in the encoding that they suppose.
    texts.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    texts.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    return texts;
  }

  private static Plane plane(int height, int width) {
    var values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 97 / 96f;
    }
    return new Plane(height, width, values);
  }
}
