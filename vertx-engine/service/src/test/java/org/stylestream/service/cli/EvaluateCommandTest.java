package org.stylestream.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.tensor.SafetensorsReader;
import org.stylestream.compute.tensor.SafetensorsWriter;
import org.stylestream.compute.tensor.Tensor;

/** Against what PyTorch computes in float64 with the tiny network. */
class EvaluateCommandTest {
  private static final String GOLDENS = "/org/stylestream/compute/goldens/";
  private static final int HEIGHT = 64;
  private static final int WIDTH = 96;

  @TempDir private static Path folder;
  private static SafetensorsReader golden;
  private static JsonFields losses;

  @BeforeAll
  static void makeInputs() throws IOException {
    CliRun.tinyNetwork(folder);
    golden = SafetensorsReader.of("tiny.safetensors", resource("tiny.safetensors"));
    losses = JsonFields.of(new String(resource("tiny.json"), StandardCharsets.UTF_8));
    for (String name : List.of("content", "style")) {
      SamplePictures.write(
          folder.resolve(name + ".png"), new Image(HEIGHT, WIDTH, golden.floats(name)));
    }
    SafetensorsWriter.write(
        folder.resolve("point.safetensors"),
        Map.of(),
        List.of(Tensor.of("point", golden.floats("point"), HEIGHT, WIDTH, 3)));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = EvaluateCommandTest.class.getResourceAsStream(GOLDENS + name)) {
      return stream.readAllBytes();
    }
  }

  private static CliRun evaluate(String at, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                folder.resolve("content.png").toString(),
                folder.resolve("style.png").toString(),
                "--network",
                folder.resolve("tiny.h5").toString(),
                "--at",
                folder.resolve(at).toString()));
    arguments.addAll(List.of(options));
    return CliRun.of(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras",
        "keras-lbfgs",
        "chollet-book",
        "gatys",
        "johnson",
        "leongatys",
        "tf-tutorial",
        "tf-blog",
        "widium",
        "anishathalye"
      })
  void lossesAndGradientsAreThoseOfPyTorch(String preset) throws IOException {
    Path file = folder.resolve(preset + ".safetensors");

    CliRun run =
        evaluate(
            "point.safetensors",
            "--preset",
            preset,
            "--pooling",
            "max",
            "--by-term",
            "--gradient",
            file.toString(),
            "--json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    JsonFields json = JsonFields.of(run.out());
    assertThat(json.number("loss.total"))
        .isCloseTo(losses.number(preset + ".total"), Percentage.withPercentage(0.01));
    try (SafetensorsReader gradient = SafetensorsReader.open(file)) {
      for (String name : gradient.tensors().keySet()) {
        String term = name.substring("gradient/".length());
        assertThat(json.number("loss." + term))
            .isCloseTo(losses.number(preset + "." + term), Percentage.withPercentage(0.01));
        assertThat(gradient.tensor(name).shape()).containsExactly(HEIGHT, WIDTH, 3);
        String wanted = "gradient/%s/%s".formatted(preset, term);
        assertThat(distance(gradient.floats(name), golden.floats(wanted))).isLessThan(1e-3);
      }
    }
  }

  /** ‖a − b‖ / ‖b‖ */
  private static double distance(float[] a, float[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < b.length; i++) {
      difference += Math.pow((double) a[i] - b[i], 2);
      norm += Math.pow(b[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  @Test
  void theWholeGradientIsTheSumOfTheTerms() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Path terms = folder.resolve("terms.safetensors");

    evaluate("point.safetensors", "--preset", "johnson", "--gradient", whole.toString());
    evaluate(
        "point.safetensors", "--preset", "johnson", "--gradient", terms.toString(), "--by-term");

    try (SafetensorsReader one = SafetensorsReader.open(whole);
        SafetensorsReader three = SafetensorsReader.open(terms)) {
      assertThat(one.tensors().keySet()).containsExactly("gradient");
      assertThat(three.tensors().keySet())
          .containsExactly("gradient/content", "gradient/style", "gradient/tv");
      float[] sum = three.floats("gradient/content");
      float[] style = three.floats("gradient/style");
      float[] variation = three.floats("gradient/tv");
      for (int i = 0; i < sum.length; i++) {
        sum[i] += style[i] + variation[i];
      }
      assertThat(distance(one.floats("gradient"), sum)).isLessThan(1e-5);
    }
  }

  @Test
  void takesAPictureToo() throws IOException {
    CliRun picture = evaluate("content.png", "--preset", "gatys", "--json");

    assertThat(picture.code()).isZero();
    assertThat(JsonFields.of(picture.out()).number("loss.content")).isZero();
  }

  @Test
  void printsTheLossForPeople() {
    assertThat(evaluate("content.png", "--preset", "gatys").out())
        .startsWith("total ")
        .contains("\nstyle ");
  }

  @Test
  void writesNothingUnasked() throws IOException {
    long before = count();

    evaluate("content.png");

    assertThat(count()).isEqualTo(before);
  }

  private static long count() throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }
}
