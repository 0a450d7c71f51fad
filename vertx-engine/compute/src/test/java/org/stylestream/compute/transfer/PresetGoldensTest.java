package org.stylestream.compute.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.testing.Goldens;
import org.stylestream.compute.testing.PresetVariants;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.TestDevices;

/** Every preset's loss and gradient, term by term, against PyTorch's, on both kernel sets. */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PresetGoldensTest {
  private static final double LOSS = TestDevices.tolerance(1e-4);
  private static final double GRADIENT = TestDevices.tolerance(1e-3);
  private static final int WIDTH = 96;

  /** Pixels to each side that two activations of the first block see. */
  private static final int SPOT = 4;

  private static final List<String> PRESETS =
      List.of(
          "keras",
          "keras-lbfgs",
          "chollet-book",
          "gatys",
          "johnson",
          "leongatys",
          "tf-tutorial",
          "tf-blog",
          "widium",
          "anishathalye");

  private final Map<String, Device> devices = TestDevices.openAll();
  private final Goldens tiny = Goldens.tiny();
  private final Optional<Goldens> vgg19 = Goldens.vgg19();
  private NetworkWeights tinyWeights;
  private Optional<NetworkWeights> vgg19Weights;

  @BeforeAll
  void readWeights() {
    tinyWeights = TestDevices.weights(tiny);
    vgg19Weights = vgg19.map(TestDevices::weights);
  }

  @AfterAll
  void closeDevices() {
    devices.values().forEach(Device::close);
  }

  Stream<Arguments> cases() {
    return devices.keySet().stream()
        .flatMap(
            device ->
                PRESETS.stream()
                    .flatMap(
                        preset ->
                            Stream.of("tiny", "vgg19")
                                .map(network -> Arguments.of(device, network, preset))));
  }

  @ParameterizedTest(name = "{2} on {1}, {0}")
  @MethodSource("cases")
  void termsAgreeWithPyTorch(String device, String network, String preset) {
    Goldens goldens = goldens(network);
    // The recorded gatys loss is taken with max pooling; its average-pooling twin is tested below.
    StylePreset chosen = PresetVariants.withPooling(preset, Pooling.MAX);
    StyleEvaluation evaluation = evaluate(device, network, chosen, true);

    JsonNode recorded = goldens.losses().get(preset);
    evaluation
        .loss()
        .terms()
        .forEach(
            term ->
                assertRelative(
                    preset + " " + term.name(), term.value(), recorded.get(term.name()), LOSS));
    assertRelative(preset, evaluation.loss().total(), recorded.get("total"), LOSS);
    evaluation
        .gradients()
        .forEach(
            (name, gradient) -> {
              String key = name.replace("gradient/", "gradient/" + preset + "/");
              assertGradient(device, key, gradient, goldens.floats(key));
            });
    assertThat(
            goldens.tensors().tensors().keySet().stream()
                .filter(key -> key.startsWith("gradient/" + preset + "/")))
        .hasSameSizeAs(evaluation.gradients().keySet());
  }

  Stream<Arguments> networks() {
    return devices.keySet().stream()
        .flatMap(device -> Stream.of("tiny", "vgg19").map(n -> Arguments.of(device, n)));
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("networks")
  void averagePoolingAgreesWithPyTorch(String device, String network) {
    Goldens goldens = goldens(network);
    StylePreset gatys = PresetVariants.withPooling("gatys", Pooling.AVERAGE);
    StyleEvaluation evaluation = evaluate(device, network, gatys, false);

    JsonNode recorded = goldens.losses().get("gatys+average-pooling");
    assertRelative("gatys", evaluation.loss().total(), recorded.get("total"), LOSS);
    float[] wanted = goldens.floats("gradient/gatys+average-pooling");
    assertGradient(device, "gatys", evaluation.gradients().get("gradient"), wanted);
  }

  private Goldens goldens(String network) {
    if (network.equals("tiny")) {
      return tiny;
    }
    assumeTrue(vgg19.isPresent(), "STYLESTREAM_MODELS names no folder with VGG19 and goldens");
    return vgg19.get();
  }

  private StyleEvaluation evaluate(
      String device, String network, StylePreset preset, boolean byTerm) {
    Goldens goldens = goldens(network);
    NetworkWeights weights = network.equals("tiny") ? tinyWeights : vgg19Weights.orElseThrow();
    StyleTransferJob job =
        new StyleTransferJob(
            goldens.content(),
            List.of(new StyleImage(goldens.style(), 1)),
            preset,
            Optional.empty(),
            0);
    return StyleEvaluation.of(
        devices.get(device), weights, job, goldens.point(), byTerm, Cancellation.NEVER);
  }

  /**
   * Where two activations in a pool's window are equal to seven digits, single precision may take
   * the other one, and then the gradient differs in the few pixels that they see. So one such spot
   * isn't counted if all else agrees a hundred times as closely. The CPU device takes the right one
   * everywhere.
   */
  private static void assertGradient(String device, String what, float[] actual, float[] wanted) {
    if (!device.startsWith("cpu")
        && RelativeError.outsideOfWorstSpot(actual, wanted, WIDTH, SPOT) < GRADIENT / 100) {
      return;
    }
    assertThat(RelativeError.of(actual, wanted)).as(what).isLessThan(GRADIENT);
  }

  private static void assertRelative(
      String what, double value, JsonNode recorded, double tolerance) {
    double wanted = recorded.asDouble();
    assertThat(value).as(what).isCloseTo(wanted, within(tolerance * Math.abs(wanted)));
  }
}
