package org.stylestream.service.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.tensor.SafetensorsReader;
import org.stylestream.service.picture.PictureReader;

/** Dreams, reconstructions, textures and feature maps on the tiny network. */
class ModesCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeInputs() throws IOException {
    SamplePictures.write(folder.resolve("content.png"), SamplePictures.waves(48, 64, 0));
    SamplePictures.write(folder.resolve("style.png"), SamplePictures.waves(40, 40, 1));
    CliRun.tinyNetwork(folder);
  }

  private CliRun run(String command) {
    return run(Cancellation.NEVER, command);
  }

  private CliRun run(Cancellation cancellation, String command) {
    List<String> arguments = new ArrayList<>();
    Stream.of(command.split(" ")).map(this::placed).forEach(arguments::add);
    arguments.addAll(List.of("--network", path("tiny.h5")));
    return CliRun.of(cancellation, arguments);
  }

  private String placed(String option) {
    return option.matches("[\\w.]+\\.(png|tif|gif|checkpoint)|frames") ? path(option) : option;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  private Image image(String name) throws IOException {
    return PictureReader.read(folder.resolve(name)).image();
  }

  private static final String DREAM =
      "dream content.png --size 64 --layer conv3_1=2,block2_conv2 --octaves 2 --steps 20 --jitter 3"
          + " --seed 4 ";
  private static final String RECONSTRUCT =
      "reconstruct content.png --content-layer conv2_1 --size 48 --iterations 40 ";
  private static final String TEXTURE = "texture style.png --size 56x40 --iterations 40 ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        DREAM + "| deep-dream | 64 | 48 | 40 | activation",
        RECONSTRUCT + "--optimizer adam | content-reconstruction | 48 | 36 | 40 | content",
        TEXTURE + "--tv-weight 0 | stylestream | 56 | 40 | 40 | style"
      })
  void makesAPictureAndEndsWithOneLineOfJson(
      String command, String preset, int width, int height, int iterations, String term)
      throws IOException {
    CliRun run = run(command + " -o o.png --json");

    assertThat(run.err()).doesNotContain("stylestream:");
    assertThat(run.code()).isZero();
    JsonFields json = JsonFields.of(run.out());
    assertThat(json.text("outcome")).isEqualTo("completed");
    assertThat(json.text("preset")).isEqualTo(preset);
    assertThat(json.number("iterations")).isEqualTo(iterations);
    assertThat(json.number("loss." + term)).isEqualTo(json.number("loss.total"));
    assertThat(image("o.png").width()).isEqualTo(width);
    assertThat(image("o.png").height()).isEqualTo(height);
  }

  @ParameterizedTest
  @ValueSource(strings = {DREAM, RECONSTRUCT, TEXTURE})
  void stoppedAndResumedItIsThePictureOfAnUnbrokenRun(String command) throws IOException {
    run(command + "-o whole.png --keep-every 1 --gif whole.gif");

    Path third = folder.resolve("broken.checkpoint.frames/broken_at_iteration_0003.png");
    CliRun broken =
        run(() -> Files.exists(third), command + "-o broken.png --keep-every 1 --gif broken.gif");
    assertThat(broken.code()).isEqualTo(130);
    CliRun resumed =
        run(command + "-o broken.png --keep-every 1 --gif broken.gif --resume broken.checkpoint");

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("resuming at iteration");
    assertThat(bytes("broken.png")).isEqualTo(bytes("whole.png"));
    assertThat(bytes("broken.gif")).isEqualTo(bytes("whole.gif"));
  }

  @Test
  void inLittleMemoryADreamIsTheSameInBands() throws IOException {
    String dream =
        "dream content.png --size 160 --layer conv3_1 --octaves 2 --steps 3 --jitter 3 --seed 4 ";
    CliRun whole = run(dream + "-o whole.png");
    CliRun tiled = run(dream + "-o tiled.png --memory 11m");

    assertThat(tiled.code()).as(tiled.err()).isZero();
    assertThat(whole.err()).doesNotContain("in bands");
    assertThat(tiled.err()).contains("of memory, feature maps are gone through in bands of");
    float[] pixels = image("tiled.png").pixels();
    float[] expected = image("whole.png").pixels();
    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i]).isCloseTo(expected[i], within(1f));
    }
  }

  @Test
  void inLittleMemoryFeatureMapsAreTheSameInBands() throws IOException {
    String features = "features content.png --size 160 --layer conv2_1,conv3_1 --filter 1,3 ";
    CliRun whole = run(features + "--stack whole.tif");
    CliRun tiled = run(features + "--stack tiled.tif --memory 8m");

    assertThat(tiled.code()).as(tiled.err()).isZero();
    assertThat(tiled.out()).contains("of memory, feature maps are gone through in bands of");
    assertThat(whole.out()).doesNotContain("in bands");
    ByteBuffer maps = ByteBuffer.wrap(bytes("tiled.tif"));
    ByteBuffer expected = ByteBuffer.wrap(bytes("whole.tif"));
    for (int i = 0; i < 80 * 60; i++) {
      float value = expected.getFloat(8 + 4 * i);
      assertThat(maps.getFloat(8 + 4 * i)).isCloseTo(value, within(1e-4f * (1 + Math.abs(value))));
    }
  }

  @Test
  void aCheckpointOfAnotherDreamIsRefusedInTheOptionsWords() {
    run(() -> true, DREAM + "-o o.png");

    CliRun other = run(DREAM + "-o o.png --octave-scale 1.3 --resume o.checkpoint");

    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("--octave-scale was 1.4, now it is 1.3");
  }

  @Test
  void aZoomSequenceGoesOnFromItsFrames() throws IOException {
    String zoom = DREAM + "--zoom 0.2 --guide style.png ";
    CliRun whole = run(zoom + "--zoom-frames 3 -o whole.png --frames whole.tif");
    assertThat(whole.code()).as(whole.err()).isZero();

    run(zoom + "--zoom-frames 2 -o part.png");
    CliRun rest = run(zoom + "--zoom-frames 3 --zoom-continue -o part.png");

    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(rest.out()).contains("part.png: 64×48, 3 frames");
    assertThat(image("part.png").pixels()).isEqualTo(image("whole.png").pixels());
    assertThat(folder.resolve("part_frame_0003.png")).exists();
    assertThat(folder.resolve("part_frame_0000.png")).doesNotExist();
    assertThat(PictureReader.read(folder.resolve("whole.tif")).source().frames()).isEqualTo(3);
    assertThat(new String(bytes("whole.tif"), StandardCharsets.ISO_8859_1))
        .contains("\0f\0r\0a\0m\0e\0 \0003");
  }

  /** Through engine, client and stack: the activations are PyTorch's. */
  @Test
  void featureMapsAreWrittenAsALabelledStackAndASheet() throws IOException {
    try (SafetensorsReader goldens =
        SafetensorsReader.open(
            Path.of(
                ModesCommandTest.class
                    .getResource("/org/stylestream/compute/goldens/tiny.safetensors")
                    .getPath()))) {
      SamplePictures.write(
          folder.resolve("golden.png"), new Image(64, 96, goldens.floats("content")));

      CliRun run =
          run(
              "features golden.png --size native --layer conv2_1,conv1_2 --filter 1,3 --stack m.tif"
                  + " -o sheet.png");

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).contains("4 feature maps");
      float[] golden = goldens.floats("features/content/block1_conv2");
      ByteBuffer stack = ByteBuffer.wrap(bytes("m.tif"));
      float largest = 0;
      float difference = 0;
      for (int i = 0; i < 64 * 96; i++) {
        largest = Math.max(largest, golden[i * 4 + 1]);
        difference = Math.max(difference, Math.abs(stack.getFloat(8 + 4 * i) - golden[i * 4 + 1]));
      }
      assertThat(difference).isLessThan(1e-4f * largest);
    }
    String text = new String(bytes("m.tif"), StandardCharsets.UTF_16BE);
    assertThat(text + new String(bytes("m.tif"), 1, bytes("m.tif").length - 1, "UTF-16BE"))
        .contains("block1_conv2 filter 1", "block2_conv1 filter 3");
    assertThat(pages("m.tif")).isEqualTo(4);
    assertThat(image("sheet.png").width()).isGreaterThan(2 * 128);
  }

  private int pages(String name) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("TIFF").next();
    try (ImageInputStream input = ImageIO.createImageInputStream(folder.resolve(name).toFile())) {
      reader.setInput(input);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dream content.png -o o.png --layer conv5_1 --size 64|at least 157 pixels",
        "dream content.png -o o.png --preset fast|there is no dream 'fast'; there are creatures",
        "dream content.png -o o.png --layer conv1_1=x|write it as block5_conv1=0.5",
        "dream content.png -o o.png --layer conv1_1 --filter 4|block1_conv1 has no filter 4",
        "dream content.png -o o.png --octaves 33 --layer conv1_1|octaves",
        "dream content.png -o o.png --zoom-frames 2 --keep-every 3|leave out --keep-every",
        "dream content.png --detach|have a meaning only with --submit",
        "dream --batch x/*.png -o out|give --submit",
        "dream content.png --batch x/*.png --submit -o out|the pattern says which pictures",
        "dream content.png -o o.png --zoom-frames 2 --submit --detach|leave out --detach",
        "dream -o o.png|missing CONTENT; 'stylestream help dream' explains",
        "reconstruct content.png --submit --priority urgent -o o.png|one of [high, normal, low]",
        "features content.png --layer conv1_1 --submit --id a -o o.png|leave out --detach and --id",
        "reconstruct content.png -o o.png --content-layer conv9_1|'conv9_1' is no layer",
        "reconstruct content.png -o o.png --iterations 0|--iterations is 0",
        "texture style.png -o o.png --size h40|a texture's is written as 512 or 640x480",
        "texture style.png -o o.png --size 8|16",
        "texture style.png -o o.png --preset fast|there is no preset 'fast'",
        "features content.png --layer conv1_1|missing --output FILE or --stack FILE.tif",
        "features content.png --layer conv1_1 --filter 7 -o o.png|its filters are 0 to 3"
      })
  void whatCannotBeDoneIsRefusedInASentence(String command, String words) {
    CliRun run = run(command);

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().filter(line -> line.startsWith("stylestream:"))).hasSize(1);
    assertThat(run.err()).contains(words);
    assertThat(folder.resolve("o.png")).doesNotExist();
  }
}
