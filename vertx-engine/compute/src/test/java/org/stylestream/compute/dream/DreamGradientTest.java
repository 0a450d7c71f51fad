package org.stylestream.compute.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.TestDevices;

/** The gradient of every kind of dream against central differences of its loss. */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DreamGradientTest {
  private static final int HEIGHT = 43;
  private static final int WIDTH = 41;

  private final Map<String, Device> devices = TestDevices.openAll();
  private final NetworkWeights weights = Networks.random("block4_conv1", 5, 7, 9, 6, 0);

  @AfterAll
  void closeDevices() {
    devices.values().forEach(Device::close);
  }

  Stream<Arguments> cases() {
    return devices.keySet().stream()
        .flatMap(
            device ->
                Stream.of(
                    Arguments.of(device, "layers", List.of(), false, 0.0),
                    Arguments.of(device, "filters", List.of(1, 4), false, 0.0),
                    Arguments.of(device, "guide", List.of(), true, 0.0),
                    Arguments.of(device, "filters of a guide", List.of(0, 3, 5), true, 0.0),
                    Arguments.of(device, "quiet layers", List.of(), false, 0.7)));
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("cases")
  void gradientIsTheLossesSlope(
      String id, String kind, List<Integer> filters, boolean guided, double quiet) {
    Random random = new Random(9);
    Device device = devices.get(id);
    Image point = noise(HEIGHT, WIDTH, random);
    DeepDreamJob job =
        new DeepDreamJob(
            point,
            settings(filters, quiet),
            guided ? Optional.of(noise(40, 50, random)) : Optional.empty(),
            1);
    try (DeepDream dream = new DeepDream(device, weights, job);
        Objective objective = dream.plan().stages().get(0).open(Cancellation.NEVER);
        Vector image = device.vector(point.pixels().length);
        Vector gradient = device.vector(point.pixels().length)) {
      evaluate(objective, point.pixels(), image, gradient);
      float[] slopes = new float[gradient.length()];
      gradient.read(slopes);
      double norm = Math.sqrt(dot(slopes, slopes));
      assertThat(norm).isPositive();
      for (int i = 0; i < 4; i++) {
        float[] direction = Networks.gaussian(random, slopes.length, 1 / Math.sqrt(slopes.length));
        double step = 0.25;
        double above = evaluate(objective, moved(point, direction, step), image, gradient);
        double below = evaluate(objective, moved(point, direction, -step), image, gradient);
        assertThat((above - below) / (2 * step))
            .isCloseTo(dot(slopes, direction), within(0.02 * norm));
      }
    }
  }

  private static DreamSettings settings(List<Integer> filters, double quiet) {
    Map<String, Double> layers = new LinkedHashMap<>();
    layers.put("block3_conv4", 1.5);
    layers.put("block4_conv1", 2.0);
    return new DreamSettings(
        layers,
        filters,
        new SizeRule.Native(),
        1,
        1.4,
        1,
        1,
        OptionalDouble.empty(),
        0,
        quiet,
        quiet);
  }

  private static double evaluate(
      Objective objective, float[] pixels, Vector image, Vector gradient) {
    image.write(pixels);
    return objective.evaluate(image, gradient, Cancellation.NEVER).total();
  }

  private static float[] moved(Image image, float[] direction, double step) {
    float[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += (float) (step * direction[i]);
    }
    return pixels;
  }

  private static Image noise(int height, int width, Random random) {
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 255 * random.nextFloat();
    }
    return new Image(height, width, pixels);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
