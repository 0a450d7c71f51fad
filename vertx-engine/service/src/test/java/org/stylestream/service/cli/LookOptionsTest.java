package org.stylestream.service.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.ImageQuality;
import org.stylestream.service.picture.PictureReader;
import org.stylestream.service.picture.PictureTexts;

/** Colours, masks and scales, through an engine, on the tiny network. */
class LookOptionsTest {
  private static final int HEIGHT = 48;
  private static final int WIDTH = 64;

  @TempDir private static Path folder;

  @BeforeAll
  static void makeInputs() throws IOException {
    SamplePictures.write(
        folder.resolve("content.png"), calmer(SamplePictures.waves(HEIGHT, WIDTH, 0)));
    SamplePictures.write(folder.resolve("style.png"), SamplePictures.waves(40, 40, 1));
    SamplePictures.write(folder.resolve("other.png"), SamplePictures.waves(40, 30, 3));
    SamplePictures.write(folder.resolve("left.png"), leftHalf());
    CliRun.tinyNetwork(folder);
  }

  /** Far from black and white, so that nothing is clipped. */
  private static Image calmer(Image image) {
    for (int i = 0; i < image.pixels().length; i++) {
      image.pixels()[i] = Math.round(100 + image.pixels()[i] / 5);
    }
    return image;
  }

  private static Image leftHalf() {
    float[] pixels = new float[30 * 20 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i / 3 % 20 < 10 ? 255 : 0;
    }
    return new Image(30, 20, pixels);
  }

  private static CliRun stylize(String arguments) {
    List<String> all = new ArrayList<>(List.of("stylize"));
    Stream.of((arguments + " --network tiny.h5 --size native").split(" "))
        .map(LookOptionsTest::placed)
        .forEach(all::add);
    CliRun run = CliRun.of(all);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  /** Files in the folder, alone or after commas. */
  private static String placed(String argument) {
    return argument.replaceAll("\\w+\\.(png|h5)", folder + "/$0");
  }

  private static Image read(String name) throws IOException {
    return PictureReader.read(folder.resolve(name)).image();
  }

  @Test
  void luminanceKeepsTheChromaOfResultAndFrames() throws IOException {
    stylize(
        "content.png style.png -o grey.png --keep-colour luminance --content-weight 0 --iterations 6 --keep-every 6"
            + " --bits 16");

    Image content = read("content.png");
    Image result = read("grey.png");
    assertThat(change(result, content, 0, WIDTH)).isGreaterThan(0.1);
    assertSameChroma(result, content, 0.02f);
    assertSameChroma(read("grey_at_iteration_0006.png"), content, 1);
    assertSameChroma(read("grey_at_iteration_0000.png"), content, 1);
  }

  private static void assertSameChroma(Image image, Image content, float tolerance) {
    for (int i = 0; i < content.pixels().length; i += 3) {
      assertThat(image.pixels()[i] - image.pixels()[i + 2])
          .as("red minus blue, which is free of luma")
          .isCloseTo(content.pixels()[i] - content.pixels()[i + 2], within(tolerance));
    }
  }

  @Test
  void matchedStylesLeaveTheColoursNearerToTheContents() throws IOException {
    JsonFields free =
        JsonFields.of(stylize("content.png style.png -o f.png --iterations 20 --json").out());
    JsonFields matched =
        JsonFields.of(
            stylize("content.png style.png -o m.png --iterations 20 --keep-colour match --json")
                .out());

    assertThat(matched.number("quality.delta_e")).isLessThan(free.number("quality.delta_e"));
  }

  @Test
  void theReportsFiguresAreThoseOfTheFile() throws IOException {
    JsonFields json =
        JsonFields.of(
            stylize("content.png style.png -o q.png --iterations 3 --bits 16 --json").out());

    ImageQuality quality = ImageQuality.of(read("q.png"), read("content.png"));
    assertThat(json.number("quality.ssim")).isCloseTo(quality.similarity(), within(1e-4));
    assertThat(json.number("quality.delta_e")).isCloseTo(quality.colourDifference(), within(1e-3));
  }

  @Test
  void whereTheMaskIsBlackTheContentStays() throws IOException {
    stylize(
        "content.png style.png -o masked.png --mask left.png --style-layers conv1_1,conv2_1"
            + " --tv-weight 0 --iterations 10");

    Image content = read("content.png");
    Image result = read("masked.png");
    assertThat(change(result, content, 0, 24)).isGreaterThan(20 * change(result, content, 44, 64));
  }

  @Test
  void stylesWithoutMasksShareWhatTheMasksLeave() throws IOException {
    stylize(
        "content.png style.png other.png -o two.png --mask left.png --style-scale 0.8,1.5"
            + " --style-mask none,left.png --style-layer-weights 4,3,2,1,0 --iterations 10");
    stylize("content.png style.png other.png -o one.png --iterations 10");

    assertThat(PictureTexts.read(folder.resolve("two.png")))
        .anyMatch(
            text ->
                text.contains("\"styleLayerWeights\":[4.0,3.0,2.0,1.0,0.0]")
                    && text.contains("style 1 weight 1.0 scale 0.8 in a region")
                    && text.contains("style 2 weight 1.0 scale 1.5 masked"));
    Image masked = read("two.png");
    Image content = read("content.png");
    assertThat(change(masked, content, 44, 64)).isGreaterThan(1);
    assertThat(change(masked, read("one.png"), 0, 64)).isGreaterThan(1);
  }

  @Test
  void aRunWithAnotherMaskIsntResumed() {
    String command = "stylize %s %s -o %s --mask %s --network %s --resume %s";
    CliRun stopped =
        CliRun.of(
            () -> true,
            List.of(
                command
                    .formatted(
                        folder.resolve("content.png"),
                        folder.resolve("style.png"),
                        folder.resolve("r.png"),
                        folder.resolve("left.png"),
                        folder.resolve("tiny.h5"),
                        "")
                    .replace(" --resume ", "")
                    .split(" ")));
    assertThat(stopped.code()).isEqualTo(130);

    CliRun resumed =
        CliRun.of(
            command
                .formatted(
                    folder.resolve("content.png"),
                    folder.resolve("style.png"),
                    folder.resolve("r.png"),
                    "none",
                    folder.resolve("tiny.h5"),
                    folder.resolve("r.checkpoint"))
                .split(" "));

    assertThat(resumed.code()).isEqualTo(2);
    assertThat(resumed.err()).contains("the masks had other pixels");
  }

  /** Mean absolute difference of some columns. */
  private static double change(Image image, Image other, int from, int to) {
    double sum = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = from; x < to; x++) {
        for (int channel = 0; channel < 3; channel++) {
          sum += Math.abs(image.at(y, x, channel) - other.at(y, x, channel));
        }
      }
    }
    return sum / (HEIGHT * (to - from) * 3);
  }
}
