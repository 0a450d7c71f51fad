package org.stylestream.service.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.service.picture.FrameWriter;
import org.stylestream.service.picture.GifWriter;
import org.stylestream.service.picture.Picture;
import org.stylestream.service.picture.PictureReader;

/** Whole runs on the tiny network. */
class StylizeCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeInputs() throws IOException {
    SamplePictures.write(folder.resolve("content.png"), SamplePictures.waves(48, 64, 0));
    SamplePictures.write(folder.resolve("style.png"), SamplePictures.waves(40, 40, 1));
    CliRun.tinyNetwork(folder);
  }

  private CliRun stylize(String options) {
    return stylize(Cancellation.NEVER, options);
  }

  private CliRun stylize(Cancellation cancellation, String options) {
    return stylize(cancellation, "content.png", options);
  }

  private CliRun stylize(Cancellation cancellation, String content, String options) {
    List<String> arguments = new ArrayList<>(List.of("stylize"));
    arguments.addAll(List.of(path(content), path("style.png"), "--network", path("tiny.h5")));
    Stream.of(options.split(" ")).map(this::placed).forEach(arguments::add);
    return CliRun.of(cancellation, arguments);
  }

  private String placed(String option) {
    return option.matches("[\\w.]+\\.(png|tif|jpg|gif|checkpoint)|frames") ? path(option) : option;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Test
  void writesAllThatWasAskedFor() throws IOException {
    CliRun run =
        stylize(
            "-o o.png --size 48 --iterations 7 --keep-every 3 --frames s.tif --gif a.gif"
                + " --loss-plot p.png --json");

    assertThat(run.code()).isZero();
    JsonFields json = JsonFields.of(run.out());
    assertThat(json.all("outputs"))
        .containsExactly(path("o.png"), path("s.tif"), path("a.gif"), path("p.png"));
    Picture picture = PictureReader.read(folder.resolve("o.png"));
    assertThat(picture.image().width()).isEqualTo(48);
    assertThat(picture.image().height()).isEqualTo(36);
    // Iterations 0, 3, 6 and the last, 7.
    Picture stack = PictureReader.read(folder.resolve("s.tif"));
    assertThat(stack.source().frames()).isEqualTo(4);
    assertThat(stack.image().width()).isEqualTo(48);
    assertThat(PictureReader.read(folder.resolve("a.gif")).source().frames()).isEqualTo(4);
    assertThat(PictureReader.read(folder.resolve("p.png")).image().width()).isEqualTo(1000);
    assertThat(folder.resolve("o.checkpoint.frames")).doesNotExist();
    assertThat(folder.resolve("o.checkpoint")).doesNotExist();
  }

  @Test
  void endsWithOneLineOfJson() throws IOException {
    CliRun run =
        stylize("-o o.png --preset johnson --size 48 --iterations 5 --seed 3 --threads 1 --json");

    assertThat(run.out().lines()).hasSize(1);
    JsonFields json = JsonFields.of(run.out());
    assertThat(json.text("outcome")).isEqualTo("completed");
    assertThat(json.text("device.id")).isEqualTo("cpu");
    assertThat(json.text("device.name")).contains("1 thread");
    assertThat(json.text("network.name")).isEqualTo("tiny");
    assertThat(json.text("network.origin")).contains("tiny.h5");
    assertThat(json.text("preset")).isEqualTo("johnson");
    assertThat(json.number("size.height")).isEqualTo(36);
    assertThat(json.number("size.width")).isEqualTo(48);
    assertThat(json.number("seed")).isEqualTo(3);
    assertThat(json.number("iterations")).isEqualTo(5);
    assertThat(json.number("evaluations")).isGreaterThanOrEqualTo(6);
    assertThat(json.number("seconds")).isPositive();
    assertThat(json.number("loss.content") + json.number("loss.style") + json.number("loss.tv"))
        .isCloseTo(json.number("loss.total"), offset(1e-6 * json.number("loss.total")));
  }

  @Test
  void saysFirstWhatItRunsOn() {
    CliRun run = stylize("-o o.png --size 32 --iterations 2");

    assertThat(run.err().lines().findFirst().orElse(""))
        .contains("device ", "thread", "network tiny, ", "tiny.h5", "preset stylestream, 32×24");
    assertThat(run.out()).contains("o.png: 32×24, 2 iterations in 0:0");
  }

  @Test
  void isSilentWhenQuiet() {
    CliRun run = stylize("-o o.png --size 32 --iterations 2 --quiet");

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEmpty();
    assertThat(folder.resolve("o.png")).exists();
  }

  @Test
  void keepsIterationsBesideTheOutput() {
    stylize("-o o.png --size 32 --iterations 12 --keep-every 10");

    assertThat(folder.resolve("o_at_iteration_0000.png")).exists();
    assertThat(folder.resolve("o_at_iteration_0010.png")).exists();
    assertThat(folder.resolve("o_at_iteration_0012.png")).exists();
  }

  @Test
  void keepsIterationsInAFolder() throws IOException {
    CliRun run = stylize("-o o.jpg --size 32 --iterations 4 --keep-every 2 --frames frames --json");

    assertThat(JsonFields.of(run.out()).all("outputs"))
        .containsExactly(
            path("o.jpg"),
            path("frames/o_at_iteration_0000.png"),
            path("frames/o_at_iteration_0002.png"),
            path("frames/o_at_iteration_0004.png"));
    assertThat(folder.resolve("frames/o_at_iteration_0004.png")).exists();
  }

  /** Cancels when a file is there. */
  private Cancellation whenThereIs(String file) {
    return () -> Files.exists(folder.resolve(file));
  }

  /** The place of a frame that waits for stack or animation. */
  private static String frame(String output, int iteration) {
    return "%1$s.checkpoint.frames/%1$s_at_iteration_%2$04d.png".formatted(output, iteration);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, stylestream",
    "0, stylestream",
    "4, stylestream",
    "28, stylestream",
    "40, stylestream",
    "20, tf-blog",
    "12, keras"
  })
  void aRunThatWasStoppedEndsAsAnUnbrokenOne(int iteration, String preset) throws IOException {
    String options = "--size 96 --iterations 200 --keep-every 4 --threads 1 --preset " + preset;
    stylize("-o whole.png --frames whole.tif --gif whole.gif " + options);
    CliRun stopped =
        stylize(
            iteration < 0 ? () -> true : whenThereIs(frame("broken", iteration)),
            "-o broken.png --frames broken.tif --gif broken.gif --json " + options);
    assertThat(stopped.code()).isEqualTo(130);
    JsonFields json = JsonFields.of(stopped.out());
    assertThat(json.text("outcome")).isEqualTo("cancelled");
    assertThat(json.text("checkpoint")).isEqualTo(path("broken.checkpoint"));
    assertThat(folder.resolve("broken.png")).exists();

    CliRun resumed =
        stylize(
            "-o broken.png --frames broken.tif --gif broken.gif --resume broken.checkpoint "
                + options);

    assertThat(resumed.code()).isZero();
    assertThat(resumed.err()).contains("resuming at iteration");
    assertThat(bytes("broken.png")).isEqualTo(bytes("whole.png"));
    assertThat(bytes("broken.tif")).isEqualTo(bytes("whole.tif"));
    assertThat(bytes("broken.gif")).isEqualTo(bytes("whole.gif"));
    assertThat(folder.resolve("broken.checkpoint")).doesNotExist();
    assertThat(folder.resolve("broken.checkpoint.frames")).doesNotExist();
  }

  @Test
  void aResumedRunMissesNoFrame() throws IOException {
    stylize(
        whenThereIs(frame("o", 2)),
        "-o o.png --size 48 --iterations 120 --gif a.gif --keep-every 1");
    Files.delete(folder.resolve("o.checkpoint.frames/o_at_iteration_0001.png"));

    CliRun resumed =
        stylize(
            "-o o.png --size 48 --iterations 120 --gif a.gif --keep-every 1 --resume o.checkpoint");

    assertThat(resumed.code()).isEqualTo(2);
    assertThat(resumed.err()).contains("o_at_iteration_0001.png is missing: resume with");
  }

  @Test
  void warnsWhenARunIsResumedOnAnotherDevice() {
    stylize(() -> true, "-o o.png --size 32 --iterations 20 --device cpu");

    CliRun resumed =
        stylize("-o o.png --size 32 --iterations 20 --device cpu-plain --resume o.checkpoint");

    assertThat(resumed.code()).isZero();
    assertThat(resumed.err()).contains("The checkpoint was made on another device");
  }

  @Test
  void goesOnInBandsWhereTheDeviceRunsOutOfMemory() throws IOException {
    stylize("-o a.png --size 96 --iterations 12 --optimizer adam");

    CliRun run =
        stylize(
            "-o b.png --size 96 --iterations 12 --optimizer adam --device scarce --gif b.gif"
                + " --keep-every 3 --json");

    assertThat(run.code()).isZero();
    JsonFields json = JsonFields.of(run.out());
    assertThat(json.all("notes"))
        .filteredOn(
            note -> note.startsWith("The device scarce ran out of memory after iteration 6"))
        .hasSize(1);
    assertThat(PictureReader.read(folder.resolve("b.gif")).source().frames()).isEqualTo(5);
    assertThat(folder.resolve("b.checkpoint")).doesNotExist();
    float[] inBands = PictureReader.read(folder.resolve("b.png")).image().pixels();
    float[] whole = PictureReader.read(folder.resolve("a.png")).image().pixels();
    for (int i = 0; i < whole.length; i++) {
      assertThat(inBands[i]).isCloseTo(whole[i], offset(1f));
    }
  }

  @Test
  void saysWhereNoMemoryIsLeftAndCanGoOnElsewhere() {
    String options = "-o o.png --size 96 --iterations 12 --gif o.gif";
    CliRun run = stylize(options + " --device scarce-anyway");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("the job ran out of memory on the device scarce-anyway; ask for");
    assertThat(folder.resolve("o.png")).doesNotExist();
    assertThat(folder.resolve("o.gif")).doesNotExist();
    assertThat(stylize(options + " --resume o.checkpoint").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads 1", "--threads 3"})
  void threadsDontChangeThePicture(String threads) throws IOException {
    stylize("-o a.png --size 48 --iterations 10");
    stylize("-o b.png --size 48 --iterations 10 " + threads);

    assertThat(bytes("b.png")).isEqualTo(bytes("a.png"));
  }

  @Test
  void theSeedMakesTheNoise() throws IOException {
    stylize("-o a.png --size 32 --iterations 2 --init noise --seed 1");
    stylize("-o b.png --size 32 --iterations 2 --init noise --seed 1");
    stylize("-o c.png --size 32 --iterations 2 --init noise --seed 2");

    assertThat(bytes("b.png")).isEqualTo(bytes("a.png"));
    assertThat(bytes("c.png")).isNotEqualTo(bytes("a.png"));
  }

  @Test
  void startsFromAPictureOfTheUsers() throws IOException {
    stylize("-o a.png --size 32 --iterations 1 --init style.png --keep-every 1");
    stylize("-o b.png --size 32 --iterations 1 --init style --keep-every 1");

    assertThat(bytes("a_at_iteration_0000.png").length)
        .isEqualTo(bytes("b_at_iteration_0000.png").length);
    assertThat(PictureReader.read(folder.resolve("a_at_iteration_0000.png")).image().pixels())
        .isEqualTo(PictureReader.read(folder.resolve("b_at_iteration_0000.png")).image().pixels());
  }

  @Test
  void blendsStyles() throws IOException {
    SamplePictures.write(folder.resolve("second.png"), SamplePictures.waves(40, 40, 2));
    stylize("second.png -o a.png --size 32 --iterations 3 --style-blend 1,3");
    stylize("second.png -o b.png --size 32 --iterations 3 --style-blend 3,1");

    assertThat(bytes("a.png")).isNotEqualTo(bytes("b.png"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--optimizer adam",
        "--optimizer adam --learning-rate 1",
        "--optimizer lbfgs --lbfgs-memory 3",
        "--optimizer gradient-descent --learning-rate 1e-3",
        "--preset tf-blog --optimizer lbfgs",
        "--pooling average --content-layer conv3_2,conv4_2 --style-layers block1_conv1",
        "--tv-weight 0 --content-weight 0"
      })
  void runsWithChangedSettings(String options) {
    CliRun run = stylize("-o o.png --size 32 --iterations 4 " + options);

    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void takesSixteenBitGrey() throws IOException {
    ImageIO.write(grey16(), "png", folder.resolve("grey.png").toFile());

    CliRun run = stylize(Cancellation.NEVER, "grey.png", "-o o.png --size 32 --iterations 2");

    assertThat(run.code()).as(run.err()).isZero();
  }

  private static BufferedImage grey16() {
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        picture.getRaster().setSample(x, y, 0, x * 1500 + y * 100);
      }
    }
    return picture;
  }

  @Test
  void takesCmykAndSaysThatColoursAreApproximate() throws IOException {
    try (InputStream fixture = PictureReader.class.getResourceAsStream("cmyk.jpg")) {
      Files.copy(fixture, folder.resolve("cmyk.jpg"));
    }

    CliRun run =
        stylize(Cancellation.NEVER, "cmyk.jpg", "-o o.png --size 32 --iterations 2 --json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(JsonFields.of(run.out()).text("notes")).contains("CMYK", "approximate");
  }

  @Test
  void takesTheFirstFrameOfAnAnimationAndSaysSo() throws IOException {
    Path animation = folder.resolve("moving.gif");
    try (FrameWriter frames = GifWriter.create(animation, 32, 32, Duration.ofMillis(100))) {
      frames.write(SamplePictures.waves(32, 32, 0), 0);
      frames.write(SamplePictures.waves(32, 32, 1), 1);
      frames.commit();
    }

    CliRun run =
        stylize(Cancellation.NEVER, "moving.gif", "-o o.png --size 32 --iterations 2 --json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(JsonFields.of(run.out()).text("notes")).contains("the first is taken");
  }

  @Test
  void keepsTransparencyAside() throws IOException {
    BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 64; x++) {
        picture.setRGB(x, y, (x < 32 ? 0 : 0xff000000) | x * 4 << 16 | y * 5);
      }
    }
    ImageIO.write(picture, "png", folder.resolve("clear.png").toFile());

    stylize(Cancellation.NEVER, "clear.png", "-o o.png --size 32 --iterations 2");
    CliRun jpeg = stylize(Cancellation.NEVER, "clear.png", "-o o.jpg --size 32 --iterations 2");

    Picture result = PictureReader.read(folder.resolve("o.png"));
    assertThat(result.alpha()).isPresent();
    assertThat(result.alpha().get().at(12, 4)).isZero();
    assertThat(result.alpha().get().at(12, 28)).isEqualTo(1);
    assertThat(jpeg.code()).isZero();
  }

  @Test
  void writesSixteenBitsWhereTheContentHasThem() throws IOException {
    ImageIO.write(grey16(), "png", folder.resolve("grey.png").toFile());
    stylize(Cancellation.NEVER, "grey.png", "-o deep.png --size 32 --iterations 2");
    stylize(Cancellation.NEVER, "grey.png", "-o flat.png --size 32 --iterations 2 --bits 8");
    stylize("-o asked.tif --size 32 --iterations 2 --bits 16");

    assertThat(bits("deep.png")).isEqualTo(16);
    assertThat(bits("flat.png")).isEqualTo(8);
    assertThat(bits("asked.tif")).isEqualTo(16);
  }

  private int bits(String name) throws IOException {
    return PictureReader.read(folder.resolve(name)).source().bitsPerChannel();
  }
}
