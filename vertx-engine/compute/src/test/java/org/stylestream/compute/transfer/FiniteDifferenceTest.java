package org.stylestream.compute.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.PresetVariants;
import org.stylestream.compute.testing.TestDevices;

/** The gradient of whole objectives against central differences of their loss. */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiniteDifferenceTest {
  private static final int DIRECTIONS = 4;

  private final Map<String, Device> devices = TestDevices.openAll();

  @AfterAll
  void closeDevices() {
    devices.values().forEach(Device::close);
  }

  Stream<Arguments> cases() {
    return devices.keySet().stream()
        .flatMap(
            device ->
                Stream.of(Pooling.values())
                    .flatMap(
                        pooling ->
                            Stream.of(
                                    "chollet-book", "johnson", "anishathalye", "gatys", "crowsonkb")
                                .flatMap(
                                    preset ->
                                        Stream.of(new int[] {17, 23}, new int[] {33, 16})
                                            .map(
                                                size ->
                                                    Arguments.of(
                                                        device, pooling, preset, size[0],
                                                        size[1])))));
  }

  @ParameterizedTest(name = "{2}, {1} pooling, {3} rows, {4} columns, {0}")
  @MethodSource("cases")
  void gradientIsTheLossesSlope(
      String device, Pooling pooling, String preset, int height, int width) {
    Random random = new Random(height * 31L + width);
    NetworkWeights weights = Networks.random("block5_conv4", 5, 7, 9, 6, 10);
    StylePreset chosen = PresetVariants.withPooling(preset, pooling);
    StyleTransferJob job =
        new StyleTransferJob(
            noise(height, width, random),
            List.of(
                new StyleImage(noise(21, 19, random), 2), new StyleImage(noise(16, 40, random), 1)),
            chosen,
            Optional.empty(),
            1);
    Image at = noise(height, width, random);
    float[] gradient = evaluate(devices.get(device), weights, job, at).gradients().get("gradient");

    for (int i = 0; i < DIRECTIONS; i++) {
      float[] direction = direction(at.pixels().length, random);
      double slope = dot(gradient, direction);
      double difference = difference(devices.get(device), weights, job, at, direction);
      assertThat(difference).isCloseTo(slope, within(0.02 * norm(gradient)));
    }
  }

  Stream<Arguments> temporalCases() {
    return devices.keySet().stream()
        .flatMap(device -> Stream.of("johnson", "gatys").map(id -> Arguments.of(device, id)));
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("temporalCases")
  void gradientWithATemporalLossIsTheLossesSlope(String device, String preset) {
    Random random = new Random(5);
    NetworkWeights weights = Networks.random("block5_conv4", 5, 7, 9, 6, 10);
    StyleTransferJob job = temporal(Presets.named(preset), random);
    Image at = noise(18, 21, random);
    StyleEvaluation byTerm =
        StyleEvaluation.of(devices.get(device), weights, job, at, true, Cancellation.NEVER);
    float[] gradient = evaluate(devices.get(device), weights, job, at).gradients().get("gradient");
    TemporalReference last = job.temporal().orElseThrow();
    double sum = 0;
    for (int i = 0; i < at.pixels().length; i++) {
      double difference = at.pixels()[i] - last.image().pixels()[i];
      sum += last.trust().values()[i / Image.CHANNELS] * difference * difference;
    }
    double factor = byTerm.loss().term("temporal") / sum;
    assertThat(factor).isPositive();
    float[] pulled = byTerm.gradients().get("gradient/temporal");
    for (int i = 0; i < pulled.length; i++) {
      double trust = last.trust().values()[i / Image.CHANNELS];
      double difference = at.pixels()[i] - last.image().pixels()[i];
      double slope = 2 * factor * trust * difference;
      assertThat((double) pulled[i]).isCloseTo(slope, within(1e-5 * (factor + Math.abs(slope))));
    }

    for (int i = 0; i < DIRECTIONS; i++) {
      float[] direction = direction(at.pixels().length, random);
      double difference = difference(devices.get(device), weights, job, at, direction);
      assertThat(difference).isCloseTo(dot(gradient, direction), within(0.02 * norm(gradient)));
    }
  }

  private static StyleTransferJob temporal(StylePreset preset, Random random) {
    float[] trust = new float[18 * 21];
    for (int i = 0; i < trust.length; i++) {
      trust[i] = i % 3 == 0 ? 0 : random.nextFloat();
    }
    return new StyleTransferJob(
        noise(18, 21, random),
        List.of(new StyleImage(noise(21, 19, random), 1)),
        preset,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new TemporalReference(noise(18, 21, random), new Plane(18, 21, trust), 30)),
        1);
  }

  private static double difference(
      Device device, NetworkWeights weights, StyleTransferJob job, Image at, float[] direction) {
    double step = 0.25;
    double above = evaluate(device, weights, job, moved(at, direction, step)).loss().total();
    double below = evaluate(device, weights, job, moved(at, direction, -step)).loss().total();
    return (above - below) / (2 * step);
  }

  private static StyleEvaluation evaluate(
      Device device, NetworkWeights weights, StyleTransferJob job, Image at) {
    return StyleEvaluation.of(device, weights, job, at, false, Cancellation.NEVER);
  }

  private static Image moved(Image image, float[] direction, double step) {
    float[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += (float) (step * direction[i]);
    }
    return new Image(image.height(), image.width(), pixels);
  }

  private static Image noise(int height, int width, Random random) {
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 255 * random.nextFloat();
    }
    return new Image(height, width, pixels);
  }

  /** A random direction of length 1. */
  private static float[] direction(int length, Random random) {
    float[] direction = new float[length];
    for (int i = 0; i < length; i++) {
      direction[i] = (float) random.nextGaussian();
    }
    double norm = norm(direction);
    for (int i = 0; i < length; i++) {
      direction[i] /= (float) norm;
    }
    return direction;
  }

  private static double norm(float[] values) {
    return Math.sqrt(dot(values, values));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
