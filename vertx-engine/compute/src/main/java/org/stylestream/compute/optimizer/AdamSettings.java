package org.stylestream.compute.optimizer;

import java.util.Optional;
import org.stylestream.compute.device.Device;

/**
 * Adam: Kingma and Ba, Adam: A Method for Stochastic Optimization (ICLR 2015), algorithm 1.
 *
 * @param learningRate α, in units of the point
 * @param beta1 β₁, decay of the mean gradient, in [0, 1)
 * @param beta2 β₂, decay of the mean square gradient, in [0, 1)
 * @param epsilon ε, in units of the gradient
 * @param form where epsilon is added
 */
public record AdamSettings(
    double learningRate, double beta1, double beta2, double epsilon, EpsilonForm form)
    implements OptimizerSettings {
  public AdamSettings {
    Positive.check("learning rate", learningRate);
    Positive.check("epsilon", epsilon);
    checkDecay("beta1", beta1);
    checkDecay("beta2", beta2);
  }

  private static void checkDecay(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s is %s; it must be at least 0 and below 1".formatted(what, value));
    }
  }

  @Override
  public Optimizer open(Device device, int length, Optional<ValueRange> range) {
    return new Adam(this, device, length, range);
  }
}
