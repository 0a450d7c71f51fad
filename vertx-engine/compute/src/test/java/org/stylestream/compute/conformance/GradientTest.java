package org.stylestream.compute.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.conformance.ReferenceNetwork.Map3;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.testing.Lanes;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.TestDevices;

/** Gradients against finite differences of a reference in double precision. */
@Tag("conformance")
@Tag("kernels")
class GradientTest {
  private static final String IDS = "org.stylestream.compute.testing.TestDevices#ids";
  private static final String DEEPEST = "block4_conv2";

  /**
   * Style on some taps, among them one before a pool; content; squares; and a tap that nothing is
   * added at.
   */
  private static final String STYLE = "block1_conv1 block2_conv2 block3_conv1";

  private static final String CONTENT = "block1_conv2 block4_conv1";
  private static final String SQUARES = "block3_conv2";
  private static final String SILENT = "block4_conv2";
  private static final List<String> TAPS =
      List.of((STYLE + " " + CONTENT + " " + SQUARES + " " + SILENT).split(" "));
  private static final double STYLE_FACTOR = 1e-9;
  private static final double CONTENT_FACTOR = 1e-5;
  private static final double SQUARES_FACTOR = 1e-5;

  static Stream<Arguments> cases() {
    return TestDevices.ids()
        .flatMap(
            id ->
                Stream.of(
                    Arguments.of(id, Pooling.MAX, 17, 23),
                    Arguments.of(id, Pooling.AVERAGE, 17, 23),
                    Arguments.of(id, Pooling.MAX, 16, 16),
                    Arguments.of(id, Pooling.AVERAGE, 33, 18)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradientAgreeWithFiniteDifferences(
      String id, Pooling pooling, int height, int width) {
    Lanes.assumeMatter(id);
    NetworkWeights weights = Networks.random(DEEPEST, 5, 9, 20, 34, 0);
    float[] pixels = Networks.image(height, width);
    Map<String, double[]> targets = targets(weights, height, width);
    float[] gradient = new float[pixels.length];
    double loss = evaluate(id, weights, pooling, pixels, height, width, targets, gradient);

    double[] point = doubles(pixels);
    assertThat(loss)
        .isCloseTo(
            loss(weights, pooling, point, height, width, targets), within(1e-5 * Math.abs(loss)));
    for (int seed = 0; seed < 4; seed++) {
      float[] direction = Networks.gaussian(new Random(seed), pixels.length, 1);
      double step = 1e-5;
      double above = loss(weights, pooling, moved(point, direction, step), height, width, targets);
      double below = loss(weights, pooling, moved(point, direction, -step), height, width, targets);
      double slope = 0;
      double scale = 0;
      for (int i = 0; i < pixels.length; i++) {
        slope += (double) gradient[i] * direction[i];
        scale += (double) gradient[i] * gradient[i];
      }
      assertThat(slope).isCloseTo((above - below) / (2 * step), within(1e-4 * Math.sqrt(scale)));
    }
  }

  private static Map<String, double[]> targets(NetworkWeights weights, int height, int width) {
    Random random = new Random(3);
    Map<String, double[]> targets = new LinkedHashMap<>();
    double[] other = new double[height * width * 3];
    for (int i = 0; i < other.length; i++) {
      other[i] = random.nextInt(256);
    }
    ReferenceNetwork.features(weights, Pooling.MAX, other, height, width)
        .forEach(
            (layer, map) -> targets.put(layer, STYLE.contains(layer) ? gram(map) : map.data()));
    return targets;
  }

  private static double[] gram(Map3 map) {
    int n = map.channels();
    double[] gram = new double[n * n];
    for (int p = 0; p < map.height() * map.width(); p++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          gram[i * n + j] += map.data()[p * n + i] * map.data()[p * n + j];
        }
      }
    }
    return gram;
  }

  private static double loss(
      NetworkWeights weights,
      Pooling pooling,
      double[] pixels,
      int height,
      int width,
      Map<String, double[]> targets) {
    double[] loss = new double[1];
    ReferenceNetwork.features(weights, pooling, pixels, height, width)
        .forEach((layer, map) -> loss[0] += term(layer, map, targets.get(layer)));
    return loss[0];
  }

  private static double term(String layer, Map3 map, double[] target) {
    if (STYLE.contains(layer)) {
      return STYLE_FACTOR / 4 * squaredDistance(gram(map), target);
    }
    if (CONTENT.contains(layer)) {
      return CONTENT_FACTOR / 2 * squaredDistance(map.data(), target);
    }
    if (!SQUARES.contains(layer)) {
      return 0;
    }
    double sum = 0;
    for (int y = 1; y < map.height() - 1; y++) {
      for (int x = 1; x < map.width() - 1; x++) {
        for (int c = 0; c < map.channels(); c++) {
          sum += map.at(y, x, c) * map.at(y, x, c);
        }
      }
    }
    return SQUARES_FACTOR / 2 * sum;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  private static double[] moved(double[] point, float[] direction, double step) {
    double[] moved = point.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static double evaluate(
      String id,
      NetworkWeights weights,
      Pooling pooling,
      float[] pixels,
      int height,
      int width,
      Map<String, double[]> targets,
      float[] gradient) {
    try (Device device = TestDevices.open(id, 2);
        FeaturePass pass =
            device.load(weights, pooling, DEEPEST).prepare(height, width, TAPS, true);
        Vector image = device.vector(pixels.length);
        Vector result = device.vector(pixels.length);
        Sums sums = device.sums(2)) {
      Map<String, Vector> grams = new LinkedHashMap<>();
      image.write(pixels);
      pass.forward(
          image,
          (layer, features) -> observe(device, layer, features, targets, sums, grams),
          Cancellation.NEVER);
      PullBack pullBack = new PullBack(device, targets, grams);
      result.fill(1f);
      pass.backward(pullBack::pullBack, result, Cancellation.NEVER);
      result.read(gradient);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] -= 1f;
      }
      double[] losses = new double[2];
      sums.read(losses);
      return losses[1];
    }
  }

  private static Vector vector(Device device, double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    Vector vector = device.vector(values.length);
    vector.write(floats);
    return vector;
  }

  private static void observe(
      Device device,
      String layer,
      FeatureMap features,
      Map<String, double[]> targets,
      Sums sums,
      Map<String, Vector> grams) {
    if (STYLE.contains(layer)) {
      Vector gram = device.vector(features.channels() * features.channels());
      features.addGram(gram);
      gram.axpy(-1, vector(device, targets.get(layer)));
      sums.addDot(1, STYLE_FACTOR / 4, gram, gram);
      grams.put(layer, gram);
    } else if (CONTENT.contains(layer)) {
      Vector target = vector(device, targets.get(layer));
      features.addSquaredDistance(1, CONTENT_FACTOR / 2, target, sums);
    } else if (SQUARES.contains(layer)) {
      features.addSquares(1, SQUARES_FACTOR / 2, 1, sums);
    }
  }

  private record PullBack(Device device, Map<String, double[]> targets, Map<String, Vector> grams) {
    void pullBack(String layer, FeatureMap features, FeatureGradient gradient) {
      if (STYLE.contains(layer)) {
        gradient.addProduct(STYLE_FACTOR / 4, features, grams.get(layer));
        gradient.addProduct(STYLE_FACTOR * 3 / 4, features, grams.get(layer));
      } else if (CONTENT.contains(layer)) {
        gradient.addDifference(CONTENT_FACTOR, features, vector(device, targets.get(layer)));
      } else if (SQUARES.contains(layer)) {
        gradient.addInside(SQUARES_FACTOR, features, 1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(IDS)
  void theFirstOfEqualMaximaGetsTheGradient(String id) {
    Lanes.assumeMatter(id);
    // One filter that passes blue on: a constant image gives four equal maxima, away from the
    // edges.
    NetworkWeights weights = Networks.random("block2_conv1", 1, 1, 1, 1, 1);
    for (int l = 0; l < 3; l++) {
      java.util.Arrays.fill(weights.kernel(l), 0f);
      weights.bias(l)[0] = 0f;
      weights.kernel(l)[4 * weights.kernel(l).length / 9] = 1f;
    }
    try (Device device = TestDevices.open(id, 1);
        FeaturePass pass =
            device
                .load(weights, Pooling.MAX, "block2_conv1")
                .prepare(16, 16, List.of("block2_conv1"), true);
        Vector image = device.vector(16 * 16 * 3);
        Vector gradient = device.vector(16 * 16 * 3)) {
      image.fill(200f);
      pass.forward(image, (layer, features) -> {}, Cancellation.NEVER);
      pass.backward(
          (layer, features, pull) -> pull.addInside(1, features, 0), gradient, Cancellation.NEVER);
      float[] values = new float[16 * 16 * 3];
      gradient.read(values);
      for (int i = 0; i < values.length; i++) {
        boolean first = i / 3 % 2 == 0 && i / 3 / 16 % 2 == 0 && i % 3 == 2;
        assertThat(values[i]).isCloseTo(first ? 200f - 103.939f : 0f, within(1e-3f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(IDS)
  void aCancelledPassCanBeUsedAgain(String id) {
    Lanes.assumeMatter(id);
    NetworkWeights weights = Networks.random(DEEPEST, 4, 6, 8, 8, 0);
    try (Device device = TestDevices.open(id, 2);
        FeaturePass pass =
            device.load(weights, Pooling.MAX, DEEPEST).prepare(20, 20, List.of(DEEPEST), true);
        Vector image = device.vector(1200);
        Vector gradient = device.vector(1200);
        Vector again = device.vector(1200)) {
      image.write(Networks.image(20, 20));
      FeaturePass.PullBack squares = (layer, features, pull) -> pull.addInside(1, features, 0);
      pass.forward(image, (layer, features) -> {}, Cancellation.NEVER);
      pass.backward(squares, gradient, Cancellation.NEVER);

      assertThatThrownBy(() -> pass.forward(image, (layer, features) -> {}, after(3)))
          .isInstanceOf(CancelledException.class);
      assertThatThrownBy(() -> pass.backward(squares, again, Cancellation.NEVER))
          .isInstanceOf(IllegalStateException.class);
      pass.forward(image, (layer, features) -> {}, Cancellation.NEVER);
      assertThatThrownBy(() -> pass.backward(squares, again, after(2)))
          .isInstanceOf(CancelledException.class);
      again.fill(0f);
      pass.forward(image, (layer, features) -> {}, Cancellation.NEVER);
      pass.backward(squares, again, Cancellation.NEVER);

      again.axpy(-1, gradient);
      assertThat(again.absoluteMaximum()).isZero();
    }
  }

  private static Cancellation after(int polls) {
    AtomicInteger count = new AtomicInteger();
    return () -> count.incrementAndGet() > polls;
  }

  @ParameterizedTest
  @MethodSource(IDS)
  void aPassWithoutAnyTermLeavesTheGradientAlone(String id) {
    Lanes.assumeMatter(id);
    NetworkWeights weights = Networks.random("block1_conv2", 4, 6, 8, 8, 0);
    try (Device device = TestDevices.open(id, 2);
        FeaturePass pass =
            device
                .load(weights, Pooling.MAX, "block1_conv2")
                .prepare(16, 16, List.of("block1_conv1"), true);
        Vector image = device.vector(768);
        Vector gradient = device.vector(768)) {
      gradient.fill(3f);
      pass.forward(image, (layer, features) -> {}, Cancellation.NEVER);
      pass.backward((layer, features, pull) -> {}, gradient, Cancellation.NEVER);
      gradient.axpy(0, image);
      assertThat(gradient.absoluteSum()).isEqualTo(3.0 * 768);
    }
  }

  @ParameterizedTest
  @MethodSource(IDS)
  void imagesThatTheLastPoolWouldLeaveNothingOfAreRefused(String id) {
    Lanes.assumeMatter(id);
    NetworkWeights weights = Networks.random(DEEPEST, 4, 6, 8, 8, 0);
    try (Device device = TestDevices.open(id, 1)) {
      var network = device.load(weights, Pooling.MAX, DEEPEST);
      assertThatThrownBy(() -> network.prepare(15, 40, List.of(DEEPEST), true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("40×15")
          .hasMessageContaining("16×16");
    }
  }
}
