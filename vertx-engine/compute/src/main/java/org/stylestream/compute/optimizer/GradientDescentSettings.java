package org.stylestream.compute.optimizer;

import java.util.Optional;
import org.stylestream.compute.device.Device;

/**
 * Gradient descent with exponential decay: x ← x − α·r^(t/T)·∇f with t = 0, 1, …, as Keras' {@code
 * SGD} with {@code ExponentialDecay}, not staircase.
 *
 * @param learningRate α, in units of the point over those of the gradient
 * @param decayRate r, what the learning rate is multiplied with every T steps; 1 for no decay
 * @param decaySteps T
 */
public record GradientDescentSettings(double learningRate, double decayRate, double decaySteps)
    implements OptimizerSettings {
  public GradientDescentSettings {
    Positive.check("learning rate", learningRate);
    Positive.check("decay rate", decayRate);
    Positive.check("number of decay steps", decaySteps);
  }

  @Override
  public Optimizer open(Device device, int length, Optional<ValueRange> range) {
    return new GradientDescent(this, device, length, range);
  }
}
