package org.stylestream.compute.optimizer;

import java.util.Optional;
import org.stylestream.compute.device.Device;

/** Which optimiser, and its constants. */
public sealed interface OptimizerSettings
    permits LbfgsSettings,
        AdamSettings,
        GradientDescentSettings,
        NormalizedDescentSettings,
        AveragedSettings {
  /**
   * Makes an optimiser; its vectors are allocated here and never again.
   *
   * @param device where its vectors live; outlives the optimiser
   * @param length number of elements of a point
   * @param range what every iterate is clamped to
   * @throws IllegalArgumentException if there is a range and the optimiser can't keep to one
   */
  Optimizer open(Device device, int length, Optional<ValueRange> range);
}
