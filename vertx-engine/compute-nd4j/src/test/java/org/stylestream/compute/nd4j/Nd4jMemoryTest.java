package org.stylestream.compute.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;

/** A run's native memory: as much after three hundred iterations as after thirty. */
class Nd4jMemoryTest {
  private static final int SIDE = 32;
  private static final int WARM_UP = 30;
  private static final int ITERATIONS = 330;

  /**
   * What ND4J makes of single numbers until the garbage collector finds it. A smallest array of
   * ours, leaked at every iteration, would be five megabytes.
   */
  private static final long TOLERATED_BYTES = 100_000;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final NetworkWeights weights = Networks.random("block5_conv4", 4, 4, 4, 4, 4);

  @Test
  void staysAsItIsOverThreeHundredIterations() {
    long[] bytes = new long[2];
    long before = nativeBytes();
    try (Device device = new Nd4jDeviceProvider().open("nd4j", new DeviceOptions(1));
        StyleTransfer transfer = new StyleTransfer(device, weights, job())) {
      new Run(
              device,
              transfer.plan(),
              iteration -> {
                if (iteration.index() == WARM_UP || iteration.index() == ITERATIONS) {
                  bytes[iteration.index() == WARM_UP ? 0 : 1] = nativeBytes();
                }
              },
              Checkpointing.NONE,
              Cancellation.NEVER)
          .start(transfer.start());
    }

    assertThat(bytes[0]).isGreaterThan(before + TOLERATED_BYTES);
    assertThat(bytes[1]).isLessThan(bytes[0] + TOLERATED_BYTES);
    assertThat(settled(before + TOLERATED_BYTES)).isLessThan(before + TOLERATED_BYTES);
  }

  /** What oneDNN takes for a while isn't ND4J's, and is in the estimate only. */
  @ParameterizedTest
  @CsvSource({"240, false", "64, false", "32, true"})
  void aPassTakesNoMoreThanIsEstimated(int bandRows, boolean inFile) {
    int height = 240;
    int width = 160;
    NetworkWeights wide = Networks.random("block5_conv4", 8, 16, 16, 32, 32);
    Tiling tiling = new Tiling(bandRows, inFile);
    long before = nativeBytes();
    try (Device device = new Nd4jDeviceProvider().open("nd4j", new DeviceOptions(1));
        FeatureNetwork network = device.load(wide, Pooling.MAX, "block5_conv4");
        FeaturePass pass =
            network.prepare(height, width, List.of("block1_conv1", "block5_conv4"), true, tiling);
        Vector image = device.vector(3 * height * width);
        Vector gradient = device.vector(3 * height * width)) {
      pass.forward(image, (layer, features) -> {}, Cancellation.NEVER);
      pass.backward(
          (layer, features, slope) -> slope.addInside(1, features, 2),
          gradient,
          Cancellation.NEVER);

      long vectors = 2 * NativeFloats.bytes(3L * height * width);
      long estimate = device.memoryNeeded(wide.topology(), height, width, tiling);
      assertThat(nativeBytes() - before - vectors).isBetween(estimate / 4, estimate);
    }
    assertThat(settled(before + TOLERATED_BYTES)).isLessThan(before + TOLERATED_BYTES);
  }

  /** The same, once they are fewer than so many: what nobody refers to any more goes by and by. */
  private static long settled(long limit) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long bytes = nativeBytes();
    while (bytes >= limit && System.nanoTime() < deadline) {
      bytes = nativeBytes();
    }
    return bytes;
  }

  /** Bytes that ND4J's arrays hold. */
  private static long nativeBytes() {
    System.gc();
    return Nd4j.getEnvironment().getDeviceCouner(0);
  }

  private static StyleTransferJob job() {
    PresetOverrides long300 =
        new PresetOverrides(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new SizeRule.LongSide(SIDE)),
            OptionalInt.of(ITERATIONS));
    Image picture = new Image(SIDE, SIDE, Networks.image(SIDE, SIDE));
    return new StyleTransferJob(
        picture,
        List.of(new StyleImage(picture, 1)),
        long300.apply(Presets.named("tf-tutorial")),
        Optional.empty(),
        1);
  }
}
