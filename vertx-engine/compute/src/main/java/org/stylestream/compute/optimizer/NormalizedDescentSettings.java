package org.stylestream.compute.optimizer;

import java.util.Optional;
import org.stylestream.compute.device.Device;

/**
 * Descent by steps of a given mean length: x ← x − α·∇f / max(mean |∇f|, ε), as Keras' Deep Dream
 * ascends (F. Chollet, keras.io/examples/generative/deep_dream).
 *
 * @param step α, how far the elements of a point move on average, in units of the point
 */
public record NormalizedDescentSettings(double step) implements OptimizerSettings {
  public NormalizedDescentSettings {
    Positive.check("step", step);
  }

  @Override
  public Optimizer open(Device device, int length, Optional<ValueRange> range) {
    return new NormalizedDescent(this, device, length, range);
  }
}
