package org.stylestream.compute.optimizer;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;

/** Descent by steps of a given mean length; see {@link NormalizedDescentSettings}. */
final class NormalizedDescent extends FirstOrderOptimizer {
  /** ε: Keras' 1e-6, which is meant for pixels on −1 … 1, for pixels on 0 … 255. */
  private static final double SMALLEST_MEAN = 1e-6 / 127.5;

  private final NormalizedDescentSettings settings;

  NormalizedDescent(
      NormalizedDescentSettings settings, Device device, int length, Optional<ValueRange> range) {
    super("normalized-descent", device, length, range);
    this.settings = settings;
  }

  @Override
  void descend(Vector point, Vector gradient, int step) {
    double mean = gradient.absoluteSum() / gradient.length();
    point.axpy(-settings.step() / Math.max(mean, SMALLEST_MEAN), gradient);
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
