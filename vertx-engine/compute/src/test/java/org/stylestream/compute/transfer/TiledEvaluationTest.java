package org.stylestream.compute.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.preset.InitialImage;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.testing.Goldens;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.PresetVariants;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.TestDevices;

/** In bands, the loss and the gradient of the whole image; on the first and last device here. */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TiledEvaluationTest {
  private static final double TOLERANCE = 1e-4;

  private final List<Device> devices = List.copyOf(TestDevices.openAll().values());
  private final Device first = devices.get(0);
  private final Device last = devices.get(devices.size() - 1);
  private final NetworkWeights narrow = Networks.random("block5_conv4", 4, 6, 10, 12, 14);

  @AfterAll
  void closeDevices() {
    devices.forEach(Device::close);
  }

  Stream<Arguments> presets() {
    return Presets.all().stream()
        .flatMap(
            preset ->
                Stream.of(Pooling.values()).map(pooling -> Arguments.of(preset.id(), pooling)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("presets")
  void everyPresetIsTheSameInBands(String preset, Pooling pooling) {
    StyleTransferJob job = job(PresetVariants.withPooling(preset, pooling), 149, 35);
    StyleEvaluation whole = evaluate(first, narrow, job, Tiling.WHOLE);
    // Of these bands none divides the height of all blocks: 149, 74, 37, 18 and 9 rows.
    for (Tiling tiling : List.of(new Tiling(8, true), new Tiling(32, false))) {
      assertSame(evaluate(first, narrow, job, tiling), whole, tiling);
    }
  }

  @Test
  void everyHeightIsTheSameInBands() {
    for (int height : new int[] {16, 17, 18, 19, 21, 23, 31, 41}) {
      StyleTransferJob job = job(Presets.named("keras"), height, 16 + height % 5);
      StyleEvaluation whole = evaluate(last, narrow, job, Tiling.WHOLE);
      for (Tiling tiling : List.of(new Tiling(4, false), new Tiling(8, true))) {
        assertSame(evaluate(last, narrow, job, tiling), whole, tiling);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"johnson", "crowsonkb"})
  void regionsAndMasksAreTheSameInBands(String preset) {
    float[] slope = new float[149 * 35];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (float) i / slope.length;
    }
    Optional<Plane> region = Optional.of(new Plane(149, 35, slope));
    StyleTransferJob plain = job(Presets.named(preset), 149, 35);
    StyleImage style = plain.styles().get(0);
    StyleTransferJob job =
        new StyleTransferJob(
            plain.content(),
            List.of(new StyleImage(style.image(), 1, 1, region, region), style),
            plain.preset(),
            plain.initial(),
            0);
    StyleEvaluation whole = evaluate(first, narrow, job, Tiling.WHOLE);
    for (Tiling tiling : List.of(new Tiling(8, true), new Tiling(32, false))) {
      assertSame(evaluate(first, narrow, job, tiling), whole, tiling);
    }
  }

  @Test
  void aTemporalLossIsTheSameInBands() {
    StyleTransferJob plain = job(Presets.named("johnson"), 149, 35);
    float[] trust = new float[149 * 35];
    Arrays.fill(trust, 1000, 3000, 1);
    StyleTransferJob job =
        new StyleTransferJob(
            plain.content(),
            plain.styles(),
            plain.preset(),
            plain.initial(),
            plain.colour(),
            Optional.of(new TemporalReference(plain.content(), new Plane(149, 35, trust), 20)),
            0);
    StyleEvaluation whole = evaluate(first, narrow, job, Tiling.WHOLE);
    assertThat(whole.loss().term("temporal")).isPositive();
    for (Tiling tiling : List.of(new Tiling(8, true), new Tiling(32, false))) {
      assertSame(evaluate(first, narrow, job, tiling), whole, tiling);
    }
  }

  @Test
  void vgg19IsTheSameInBands() {
    Optional<Goldens> goldens = Goldens.vgg19();
    assumeTrue(goldens.isPresent(), "STYLESTREAM_MODELS names no folder with VGG19 and goldens");
    NetworkWeights weights = TestDevices.weights(goldens.get());
    for (String preset : List.of("stylestream", "gatys", "keras", "crowsonkb")) {
      StyleTransferJob job = job(Presets.named(preset), 107, 83);
      StyleEvaluation whole = evaluate(first, weights, job, Tiling.WHOLE);
      Tiling tiling = new Tiling(16, true);
      assertSame(evaluate(first, weights, job, tiling), whole, tiling);
    }
  }

  private static StyleTransferJob job(StylePreset preset, int height, int width) {
    Optional<Image> initial =
        preset.initial() instanceof InitialImage.Given
            ? Optional.of(image(height, width))
            : Optional.empty();
    Image content = image(height, width);
    for (int i = 0; i < content.pixels().length; i++) {
      content.pixels()[i] = 255 - content.pixels()[i];
    }
    return new StyleTransferJob(
        content, List.of(new StyleImage(image(61, 75), 1)), preset, initial, 0);
  }

  private static Image image(int height, int width) {
    return new Image(height, width, Networks.image(height, width));
  }

  private StyleEvaluation evaluate(
      Device device, NetworkWeights weights, StyleTransferJob job, Tiling tiling) {
    Image at = image(job.content().height(), job.content().width());
    return StyleEvaluation.of(device, weights, job, at, false, tiling, Cancellation.NEVER);
  }

  private static void assertSame(StyleEvaluation tiled, StyleEvaluation whole, Tiling tiling) {
    for (Loss.Term term : whole.loss().terms()) {
      assertThat(tiled.loss().term(term.name()))
          .as("%s %s", term.name(), tiling.text())
          .isCloseTo(term.value(), within(TOLERANCE * Math.abs(term.value())));
    }
    double error =
        RelativeError.of(tiled.gradients().get("gradient"), whole.gradients().get("gradient"));
    assertThat(error).as(tiling.text()).isLessThan(TOLERANCE);
  }
}
