package org.stylestream.service.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.service.picture.Picture;
import org.stylestream.service.picture.PictureReader;

/** The tiny network in VGG19's place. */
class CompareCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeInputs() throws IOException {
    SamplePictures.write(folder.resolve("content.png"), SamplePictures.waves(48, 64, 0));
    SamplePictures.write(folder.resolve("style.png"), SamplePictures.waves(40, 40, 1));
    CliRun.tinyNetwork(folder);
  }

  private CliRun run(Cancellation cancellation, String command, String options) {
    List<String> arguments =
        new ArrayList<>(List.of(command, path("content.png"), path("style.png")));
    Stream.of(options.split(" "))
        .map(option -> option.matches("\\w+\\.(png|h5|safetensors)") ? path(option) : option)
        .forEach(arguments::add);
    return CliRun.of(cancellation, arguments);
  }

  private CliRun run(String command, String options) {
    return run(Cancellation.NEVER, command, options);
  }

  private CliRun compare(String options) {
    return run("compare", options);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void measuresBothPicturesWithTheFirstNetwork() throws IOException {
    String settings = "--size native --iterations 6 --json";

    CliRun run = compare(settings + " --network tiny.h5 -o o.png");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    JsonFields json = JsonFields.of(run.out());
    List<Double> losses = numbers(json, "runs.loss.total");
    // What stylize writes is rounded to 8 bits.
    assertThat(losses.get(0)).isCloseTo(lossOf("tiny.h5", settings), withPercentage(1));
    assertThat(losses.get(1)).isCloseTo(lossOf("vgg19-lite", settings), withPercentage(1));
    assertThat(json.number("loss_ratio")).isEqualTo(losses.get(1) / losses.get(0));
    assertThat(json.all("outputs")).containsExactly(path("o.png"));
  }

  /** By the tiny network, of the picture that a network makes. */
  private double lossOf(String network, String settings) throws IOException {
    run("stylize", "%s --network %s -o made.png".formatted(settings, network));
    CliRun measured = run("evaluate", "--network tiny.h5 --json --at made.png");
    assertThat(measured.code()).as(measured.err()).isZero();
    return JsonFields.of(measured.out()).number("loss.total");
  }

  private static List<Double> numbers(JsonFields json, String suffix) {
    String[] parts = suffix.split("\\.", 2);
    return Stream.of(0, 1)
        .map(i -> json.number("%s.%d.%s".formatted(parts[0], i, parts[1])))
        .toList();
  }

  @Test
  void aNetworkComparedWithItselfIsEqual() throws IOException {
    CliRun run =
        compare("--size native --iterations 4 --json --network tiny.h5 --with tiny.h5 -o o.png");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(JsonFields.of(run.out()).number("loss_ratio")).isEqualTo(1);
  }

  @Test
  void drawsInputsAndPicturesWithCaptions() throws IOException {
    CliRun run = compare("--size 32 --iterations 2 --network tiny.h5 -o o.png");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("o.png: 32×24", "tiny, 2 iterations", "vgg19-lite, 2 iterations");
    Picture sheet = PictureReader.read(folder.resolve("o.png"));
    // Two columns as wide as captions, two rows of 24 pixels, margins of 12, three lines of text.
    assertThat(sheet.image().width()).isGreaterThan(2 * (32 + 12) + 12);
    assertThat(sheet.image().height()).isEqualTo(2 * (24 + 3 * 20 + 12) + 12);
  }

  @Test
  void withoutVgg19SaysHowToGetIt() {
    CliRun run = compare("--download-url http://127.0.0.1:9/none.h5 -o o.png");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("vgg19 is not on this machine", "--network PATH");
    assertThat(folder.resolve("o.png")).doesNotExist();
  }

  @Test
  void refusesToOverwriteAnInput() {
    CliRun run = compare("--network tiny.h5 -o style.png");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("style.png is named both as the style picture and with -o");
  }

  @Test
  void aCancelWritesNothing() {
    CliRun run = run(() -> true, "compare", "--network tiny.h5 -o o.png");

    assertThat(run.code()).isEqualTo(130);
    assertThat(run.err()).contains("stopped; nothing was written");
    assertThat(folder.resolve("o.png")).doesNotExist();
  }
}
