package org.stylestream.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.testing.Lanes;
import org.stylestream.compute.testing.Networks;

/** The same bits for any number of threads, in as much memory as was estimated. */
@Tag("kernels")
class CpuRepeatabilityTest {
  private static final int HEIGHT = 61;
  private static final int WIDTH = 83;

  @ParameterizedTest
  @CsvSource({"cpu, 0", "cpu-plain, 0", "cpu, 16", "cpu-plain, 12"})
  void resultsDoNotDependOnTheNumberOfThreads(String id, int bandRows) {
    Lanes.assumeMatter(id);
    Tiling tiling = tiling(bandRows);
    NetworkWeights weights = Networks.random("block3_conv2", 24, 40, 64, 0, 0);
    float[] expected = {};
    double loss = 0;
    for (int threads : new int[] {1, 2, 3, 5}) {
      try (Device device = new CpuDeviceProvider().open(id, new DeviceOptions(threads));
          CpuEvaluation evaluation = new CpuEvaluation(device, weights, HEIGHT, WIDTH, tiling)) {
        for (int repeat = 0; repeat < 2; repeat++) {
          evaluation.run();
          if (expected.length == 0) {
            expected = evaluation.gradient();
            loss = evaluation.loss();
          }
          assertThat(evaluation.loss()).as("%d threads", threads).isEqualTo(loss);
          assertThat(evaluation.gradient()).as("%d threads", threads).isEqualTo(expected);
        }
      }
    }
    assertThat(loss).isFinite().isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cpu-plain"})
  void largeFiltersGiveTheSameBitsToo(String id) {
    Lanes.assumeMatter(id);
    // 360 × 330 channels go by the batch.
    NetworkWeights weights = Networks.random("block3_conv2", 8, 330, 360, 0, 0);
    try (Device one = new CpuDeviceProvider().open(id, new DeviceOptions(1));
        Device three = new CpuDeviceProvider().open(id, new DeviceOptions(3));
        CpuEvaluation first = new CpuEvaluation(one, weights, 20, 36);
        CpuEvaluation second = new CpuEvaluation(three, weights, 20, 36)) {
      first.run();
      second.run();
      assertThat(second.gradient()).isEqualTo(first.gradient());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cpu, 48, 96, 160, 208, 0",
    "cpu-plain, 48, 96, 160, 208, 0",
    "cpu, 24, 40, 300, 401, 0",
    "cpu-plain, 24, 40, 300, 401, 0",
    "cpu, 64, 400, 120, 90, 0",
    "cpu-plain, 64, 400, 120, 90, 0",
    "cpu, 48, 96, 480, 401, 32",
    "cpu-plain, 48, 96, 480, 401, 32"
  })
  void theMemoryNeededIsEstimatedFromAboveAndClosely(
      String id, int narrow, int wide, int height, int width, int bandRows) {
    Lanes.assumeMatter(id);
    NetworkWeights weights = Networks.random("block4_conv1", narrow, narrow, wide, wide, 0);
    try (Device device = new CpuDeviceProvider().open(id, new DeviceOptions(2))) {
      NetworkTopology topology = weights.topology();
      long estimate = device.memoryNeeded(topology, height, width, tiling(bandRows));
      long used = ReachableArrays.bytes(pass(device, weights, height, width, tiling(bandRows)));
      // What doesn't depend on the size weighs more where maps are small.
      long fixed = bandRows == 0 ? 0 : 12_000_000;
      assertThat(estimate).isBetween(used, used + used * 15 / 100 + fixed);
    }
  }

  private static Tiling tiling(int bandRows) {
    return bandRows == 0 ? Tiling.WHOLE : new Tiling(bandRows, bandRows < 16);
  }

  private static Object pass(
      Device device, NetworkWeights weights, int height, int width, Tiling tiling) {
    var network = device.load(weights, Pooling.MAX, "block4_conv1");
    var taps = List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1");
    var pass = network.prepare(height, width, taps, true, tiling);
    var image = device.vector(height * width * 3);
    var grams = new HashMap<String, Vector>();
    pass.forward(
        image,
        (layer, features) -> {
          var gram = device.vector(features.channels() * features.channels());
          features.addGram(gram);
          grams.put(layer, gram);
        },
        Cancellation.NEVER);
    pass.backward(
        (layer, features, pull) -> pull.addProduct(1e-9, features, grams.get(layer)),
        image,
        Cancellation.NEVER);
    return pass;
  }
}
