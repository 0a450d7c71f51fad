package org.stylestream.compute.optimizer;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;

/** Gradient descent with decay; see {@link GradientDescentSettings}. */
final class GradientDescent extends FirstOrderOptimizer {
  private final GradientDescentSettings settings;

  GradientDescent(
      GradientDescentSettings settings, Device device, int length, Optional<ValueRange> range) {
    super("gradient-descent", device, length, range);
    this.settings = settings;
  }

  @Override
  void descend(Vector point, Vector gradient, int step) {
    double decay = Math.pow(settings.decayRate(), step / settings.decaySteps());
    point.axpy(-settings.learningRate() * decay, gradient);
  }

  @Override
  void reset() {}

  @Override
  void learn(Vector gradient) {}

  @Override
  void saveLearnt(Map<String, Supplier<float[]>> tensors, Map<String, double[]> numbers) {}

  @Override
  void restoreLearnt(OptimizerState state) {}
}
