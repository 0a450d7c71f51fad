package org.stylestream.compute.optimizer;

import java.util.Optional;
import org.stylestream.compute.device.Device;

/**
 * L-BFGS: Nocedal and Wright, Numerical Optimization (2nd edition), algorithm 7.5, with a line
 * search for the strong Wolfe conditions. It knows no bounds.
 *
 * @param memory number of correction pairs kept, at least 1; each takes two vectors
 * @param firstMove how far the line search's first trial moves the element that moves most, in
 *     units of the point; later steps find their own length
 */
public record LbfgsSettings(int memory, double firstMove) implements OptimizerSettings {
  /** SciPy's memory, 10, and a first move of one grey level. */
  public static final LbfgsSettings DEFAULT = new LbfgsSettings(10, 1);

  public LbfgsSettings {
    if (memory < 1) {
      throw new IllegalArgumentException(
          "the memory of L-BFGS is %d; it must be at least 1".formatted(memory));
    }
    Positive.check("first move", firstMove);
  }

  @Override
  public Optimizer open(Device device, int length, Optional<ValueRange> range) {
    if (range.isPresent()) {
      throw new IllegalArgumentException(
          "L-BFGS can't keep values between %s and %s; use Adam or gradient descent, or no range"
              .formatted(range.get().low(), range.get().high()));
    }
    return new Lbfgs(this, device, length);
  }
}
