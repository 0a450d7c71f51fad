package org.stylestream.compute.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.TestDevices;
import org.stylestream.compute.transfer.StyleEvaluation;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;

/** What becomes of the GPU's memory, and of what is recorded on it; on the host. */
class CudaMemoryTest {
  private static final int HEIGHT = 45;
  private static final int WIDTH = 35;
  private static final int ITERATIONS = 12;

  private final NetworkWeights weights = Networks.random("block5_conv4", 4, 8, 12, 12, 16);
  private final HostGpu gpu = new HostGpu(true, HostCudaDeviceProvider.MEMORY_BYTES);

  private CudaDevice open() {
    return HostCudaDeviceProvider.open(HostCudaDeviceProvider.LIBRARY, gpu, false);
  }

  private static StyleTransferJob job(String preset) {
    PresetOverrides shorter =
        new PresetOverrides(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new SizeRule.LongSide(HEIGHT)),
            OptionalInt.of(ITERATIONS));
    Image picture = new Image(HEIGHT, WIDTH, Networks.image(HEIGHT, WIDTH));
    return new StyleTransferJob(
        picture,
        List.of(new StyleImage(picture, 1)),
        shorter.apply(Presets.named(preset)),
        Optional.empty(),
        1);
  }

  @Test
  void aRunAllocatesNothingAfterItsFirstIterationsReplaysItsEvaluationsAndFreesAll() {
    int[] allocations = new int[2];
    try (CudaDevice device = open()) {
      long before = gpu.bytes();
      try (StyleTransfer transfer = new StyleTransfer(device, weights, job("stylestream"))) {
        new Run(
                device,
                transfer.plan(),
                iteration -> {
                  if (iteration.indexInStage() == 2) {
                    allocations[0] = gpu.allocations();
                  }
                  allocations[1] = gpu.allocations();
                },
                Checkpointing.NONE,
                Cancellation.NEVER)
            .start(transfer.start());
      }
      assertThat(gpu.bytes()).as("but for what convolutions work with").isLessThan(before + 5000);
      assertThat(gpu.openConvolutions()).isZero();
      assertThat(gpu.recordings()).isZero();
      assertThat(device.replays()).isEqualTo(gpu.replays());
    }
    assertThat(allocations[0]).isPositive().isEqualTo(allocations[1]);
    assertThat(gpu.replays()).isGreaterThanOrEqualTo(ITERATIONS / 2);
    assertThat(gpu.bytes()).isZero();
    assertThat(gpu.closed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"chollet-book", "tf-blog", "crowsonkb"})
  void whatIsReplayedIsWhatIsComputed(String preset) {
    float[] expected;
    try (Device device = TestDevices.open("cpu")) {
      expected = result(device, job(preset));
    }
    try (Device device = open()) {
      assertThat(RelativeError.of(result(device, job(preset)), expected)).isLessThan(1e-3);
    }
  }

  private float[] result(Device device, StyleTransferJob job) {
    try (StyleTransfer transfer = new StyleTransfer(device, weights, job)) {
      return new Run(
              device, transfer.plan(), iteration -> {}, Checkpointing.NONE, Cancellation.NEVER)
          .start(transfer.start())
          .image()
          .pixels();
    }
  }

  private StyleEvaluation evaluate(Device device, Tiling tiling) {
    StyleTransferJob job = job("keras");
    float[] pixels = Networks.image(HEIGHT, WIDTH);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 255 - pixels[i];
    }
    Image at = new Image(HEIGHT, WIDTH, pixels);
    return StyleEvaluation.of(device, weights, job, at, false, tiling, Cancellation.NEVER);
  }

  @ParameterizedTest
  @CsvSource({"4, false", "8, true", "16, false", "32, true"})
  void bandsHaveTheLossAndTheGradientOfTheWholeImage(int rows, boolean inFile) {
    try (Device device = open();
        Device cpu = TestDevices.open("cpu")) {
      StyleEvaluation whole = evaluate(cpu, Tiling.WHOLE);
      StyleEvaluation bands = evaluate(device, new Tiling(rows, inFile));
      assertThat(bands.loss().total() / whole.loss().total() - 1).isBetween(-1e-5, 1e-5);
      assertThat(
              RelativeError.of(
                  bands.gradients().get("gradient"), whole.gradients().get("gradient")))
          .isLessThan(1e-4);
    }
  }

  @Test
  void memoryThatRunsOutAtAnyMomentLeavesNothingBehindAndAllThatWasThere() {
    try (Device device = open();
        Vector kept = device.vector(3)) {
      runThrough(device);
      long before = gpu.bytes();
      kept.write(new float[] {1, 2, 3});
      int allowed = 0;
      while (!succeeds(device, allowed)) {
        assertThat(gpu.bytes()).as("after %d allocations", allowed).isEqualTo(before);
        assertThat(gpu.openConvolutions()).isZero();
        allowed++;
      }
      assertThat(allowed).isGreaterThan(20);
      assertThat(kept.absoluteSum()).isEqualTo(6);
    }
  }

  private boolean succeeds(Device device, int allocations) {
    gpu.runOutAfter(allocations);
    try {
      runThrough(device);
      return true;
    } catch (OutOfDeviceMemoryException e) {
      return false;
    } finally {
      gpu.runOutAfter(Integer.MAX_VALUE);
    }
  }

  private void runThrough(Device device) {
    List<String> taps = List.of("block2_conv1", "block5_conv1");
    try (FeatureNetwork network = device.load(weights, Pooling.MAX, "block5_conv1");
        FeaturePass pass = network.prepare(HEIGHT, WIDTH, taps, true, new Tiling(8, true));
        Vector image = device.vector(3 * HEIGHT * WIDTH);
        Sums sums = device.sums(2);
        Vector channels = device.vector(8)) {
      pass.forward(
          image,
          (layer, features) -> {
            if (layer.equals("block2_conv1")) {
              features.addChannelSums(channels);
            }
          },
          Cancellation.NEVER);
      sums.addDot(0, 1, channels, channels);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, false", "8, true", "16, false", "1024, false"})
  void theEstimateIsAboveWhatIsTaken(int rows, boolean inFile) {
    Tiling tiling = new Tiling(rows, inFile);
    try (Device device = open()) {
      long before = gpu.bytes();
      try (FeatureNetwork network = device.load(weights, Pooling.MAX, "block5_conv4");
          FeaturePass pass =
              network.prepare(160, 90, List.of("block1_conv1", "block5_conv4"), true, tiling)) {
        assertThat(pass).isNotNull();
        long taken = gpu.bytes() - before;
        long reserved = MemoryEstimate.WORKSPACE_BYTES + MemoryEstimate.LIBRARY_BYTES;
        long estimate = device.memoryNeeded(network.topology(), 160, 90, tiling) - reserved;
        assertThat(taken).isBetween(estimate / 2, estimate + 5000);
      }
    }
  }

  @Test
  void mapsOfMoreElementsThanCudnnDescribesGoInBands() {
    NetworkTopology vgg = Networks.random("block2_conv1", 64, 128).topology();
    try (Device device = open()) {
      assertThat(device.memoryNeeded(vgg, 5700, 5700, Tiling.WHOLE)).isLessThan(80L << 30);
      assertThat(device.memoryNeeded(vgg, 5900, 5900, Tiling.WHOLE)).isEqualTo(Long.MAX_VALUE);
      assertThat(device.memoryNeeded(vgg, 5900, 5900, new Tiling(1024, false)))
          .isLessThan(80L << 30);
    }
  }

  @Test
  void whatWasFreedIsRefused() {
    try (Device device = open()) {
      Vector vector = device.vector(3);
      vector.close();
      vector.close();
      assertThatThrownBy(() -> vector.fill(1)).isInstanceOf(IllegalStateException.class);
    }
  }
}
