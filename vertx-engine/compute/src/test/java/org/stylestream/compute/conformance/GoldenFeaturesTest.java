package org.stylestream.compute.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.testing.Goldens;
import org.stylestream.compute.testing.Lanes;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.TestDevices;

/** Features and Gram matrices of every layer against PyTorch's. */
@Tag("conformance")
@Tag("kernels")
class GoldenFeaturesTest {
  private static final int HEIGHT = 64;
  private static final int WIDTH = 96;

  static Stream<Arguments> cases() {
    return TestDevices.ids()
        .flatMap(id -> Stream.of("tiny", "vgg19").map(network -> Arguments.of(network, id)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void featuresAndGramMatricesOfEveryLayerAgreeWithPyTorch(String network, String id) {
    Lanes.assumeMatter(id);
    Goldens goldens = Goldens.named(network);
    List<String> layers = NetworkTopology.layerNames();
    try (Device device = TestDevices.open(id, 2);
        FeatureNetwork loaded =
            device.load(TestDevices.weights(goldens), Pooling.MAX, layers.get(layers.size() - 1));
        FeaturePass pass = loaded.prepare(HEIGHT, WIDTH, layers, false);
        Vector image = device.vector(HEIGHT * WIDTH * 3)) {
      image.write(goldens.floats("content"));
      pass.forward(
          image,
          (layer, features) -> {
            int length = features.height() * features.width() * features.channels();
            try (Vector copy = device.vector(length)) {
              features.copyTo(copy);
              assertClose(copy, goldens.floats("features/content/" + layer), layer);
            }
          },
          Cancellation.NEVER);
      image.write(goldens.floats("style"));
      pass.forward(
          image,
          (layer, features) -> {
            try (Vector gram = device.vector(features.channels() * features.channels())) {
              features.addGram(gram);
              assertClose(gram, goldens.floats("gram/style/" + layer), layer);
            }
          },
          Cancellation.NEVER);
    }
  }

  private static void assertClose(Vector actual, float[] expected, String layer) {
    float[] values = new float[actual.length()];
    actual.read(values);
    assertThat(RelativeError.of(values, expected)).as(layer).isLessThan(1e-5);
  }
}
