package org.stylestream.compute.optimizer;

import java.util.Optional;
import org.stylestream.compute.device.Device;

/**
 * An optimiser of whose iterates a mean is shown, in which each counts decay times as much as the
 * one after it: the exponential moving average, corrected for its start (D. Kingma, J. Ba, Adam,
 * section 7.2). The optimiser itself goes on from its iterates.
 *
 * @param iterates how these are had
 * @param decay in [0, 1)
 */
public record AveragedSettings(OptimizerSettings iterates, double decay)
    implements OptimizerSettings {
  public AveragedSettings {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "the decay of the average is %s; it must be at least 0 and below 1".formatted(decay));
    }
  }

  @Override
  public Optimizer open(Device device, int length, Optional<ValueRange> range) {
    Optimizer optimizer = iterates.open(device, length, range);
    try {
      return new AveragedOptimizer(optimizer, decay, device, length);
    } catch (RuntimeException | Error e) {
      optimizer.close();
      throw e;
    }
  }
}
