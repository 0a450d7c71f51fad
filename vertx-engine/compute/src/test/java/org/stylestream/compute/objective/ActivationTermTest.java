package org.stylestream.compute.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.testing.Goldens;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.TestDevices;

/** Deep Dream's loss, Σ c · Σ f² / size(f) without a border of 2, against PyTorch's. */
@Tag("conformance")
class ActivationTermTest {
  private static final int BORDER = 2;

  static Stream<Arguments> cases() {
    return TestDevices.ids()
        .flatMap(id -> Stream.of("tiny", "vgg19").map(network -> Arguments.of(network, id)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void agreesWithPyTorch(String network, String id) {
    Goldens goldens = Goldens.named(network);
    NetworkWeights weights = TestDevices.weights(goldens);
    JsonNode recorded = goldens.losses().get("deep-dream");
    Image point = goldens.point();
    Map<String, Double> factors =
        factors(recorded.get("layers"), weights.topology(), point.height(), point.width());
    String deepest = weights.topology().deepest(factors.keySet());
    try (Device device = TestDevices.open(id);
        FeatureNetwork loaded = device.load(weights, Pooling.MAX, deepest)) {
      assertAgrees(device, loaded, goldens, builder -> builder.activation(factors, BORDER));
      List<Integer> all = IntStream.range(0, widest(weights.topology(), factors)).boxed().toList();
      if (network.equals("tiny")) {
        assertAgrees(device, loaded, goldens, builder -> builder.activation(factors, BORDER, all));
      }
    }
  }

  private static int widest(NetworkTopology topology, Map<String, Double> factors) {
    return factors.keySet().stream()
        .mapToInt(name -> topology.layer(name).outputs())
        .max()
        .orElseThrow();
  }

  private static void assertAgrees(
      Device device,
      FeatureNetwork network,
      Goldens goldens,
      UnaryOperator<FeatureObjective.Builder> terms) {
    Image point = goldens.point();
    try (FeatureObjective.Builder builder =
            new FeatureObjective.Builder(device, network, point.height(), point.width());
        Objective objective = terms.apply(builder).build();
        Vector image = device.vector(point.pixels().length);
        Vector gradient = device.vector(point.pixels().length)) {
      image.write(point.pixels());
      double loss = objective.evaluate(image, gradient, Cancellation.NEVER).total();
      float[] slopes = new float[gradient.length()];
      gradient.read(slopes);
      double wanted = goldens.losses().get("deep-dream").get("loss").asDouble();
      assertThat(loss).isCloseTo(wanted, within(1e-4 * wanted));
      assertThat(RelativeError.of(slopes, goldens.floats("gradient/deep-dream"))).isLessThan(1e-3);
    }
  }

  private static Map<String, Double> factors(
      JsonNode coefficients, NetworkTopology topology, int height, int width) {
    Map<String, Double> factors = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : coefficients.properties()) {
      ConvolutionLayer layer = topology.layer(entry.getKey());
      double size = (double) NetworkTopology.positions(layer, height, width) * layer.outputs();
      factors.put(entry.getKey(), entry.getValue().asDouble() / size);
    }
    return factors;
  }
}
