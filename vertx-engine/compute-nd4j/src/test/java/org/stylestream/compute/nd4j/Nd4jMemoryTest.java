package org.stylestream.compute.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
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
  private static final int SIDE = 64;
  private static final int WARM_UP = 30;
  private static final int ITERATIONS = 330;

  /** A twentieth of a map of the first layer an iteration would be more. */
  private static final long TOLERATED_BYTES = 16_000_000;

  private final NetworkWeights weights = Networks.random("block5_conv4", 16, 16, 16, 16, 16);

  @Test
  void staysAsItIsOverThreeHundredIterations() {
    long[] resident = new long[2];
    try (Device device = new Nd4jDeviceProvider().open("nd4j", DeviceOptions.defaults());
        StyleTransfer transfer = new StyleTransfer(device, weights, job())) {
      new Run(
              device,
              transfer.plan(),
              iteration -> {
                if (iteration.index() == WARM_UP || iteration.index() == ITERATIONS) {
                  resident[iteration.index() == WARM_UP ? 0 : 1] = Pointer.physicalBytes();
                }
              },
              Checkpointing.NONE,
              Cancellation.NEVER)
          .start(transfer.start());
    }
    System.out.println(java.util.Arrays.toString(resident));
    assertThat(resident[0]).isPositive();
    assertThat(resident[1] - resident[0]).isLessThan(TOLERATED_BYTES);
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
