package org.stylestream.compute.optimizer;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;

/** Adam; see {@link AdamSettings}. */
final class Adam extends FirstOrderOptimizer {
  private static final String MEAN = "mean";
  private static final String MEAN_SQUARE = "meanSquare";

  private final AdamSettings settings;
  private final Vector mean;
  private final Vector meanSquare;

  Adam(AdamSettings settings, Device device, int length, Optional<ValueRange> range) {
    super("adam", device, length, range);
    this.settings = settings;
    mean = vectors().add();
    meanSquare = vectors().add();
  }

  @Override
  void reset() {
    mean.fill(0);
    meanSquare.fill(0);
  }

  /** m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g² */
  @Override
  void learn(Vector gradient) {
    mean.blend(settings.beta1(), 1 - settings.beta1(), gradient);
    meanSquare.blendSquare(settings.beta2(), 1 - settings.beta2(), gradient);
  }

  @Override
  void descend(Vector point, Vector gradient, int step) {
    int t = step + 1;
    double meanCorrection = 1 - Math.pow(settings.beta1(), t);
    double squareCorrection = Math.sqrt(1 - Math.pow(settings.beta2(), t));
    double epsilon =
        settings.form() == EpsilonForm.KERAS
            ? settings.epsilon()
            : settings.epsilon() * squareCorrection;
    double rate = settings.learningRate() * squareCorrection / meanCorrection;
    point.descend(rate, mean, meanSquare, epsilon);
  }

  @Override
  void saveLearnt(Map<String, Supplier<float[]>> tensors) {
    tensors.put(MEAN, vectors().source(mean));
    tensors.put(MEAN_SQUARE, vectors().source(meanSquare));
  }

  @Override
  void restoreLearnt(OptimizerState state) {
    vectors().write(MEAN, state, mean);
    vectors().write(MEAN_SQUARE, state, meanSquare);
  }
}
