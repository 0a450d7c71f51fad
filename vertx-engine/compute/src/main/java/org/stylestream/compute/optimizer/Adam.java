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
  private static final String STEPS_BEFORE = "stepsBefore";

  private final AdamSettings settings;
  private final Vector mean;
  private final Vector meanSquare;

  /** Steps before the start, by the one whose moments were inherited. */
  private int stepsBefore;

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
    stepsBefore = 0;
  }

  @Override
  void inherit(Moments moments) {
    mean.write(moments.mean());
    meanSquare.write(moments.meanSquare());
    stepsBefore = moments.steps();
  }

  /** The moments without what the current gradient, with which no step was made, has added. */
  @Override
  public Optional<Moments> learnt() {
    float[] gradient = new float[vectors().length()];
    float[] first = new float[gradient.length];
    float[] second = new float[gradient.length];
    gradient().read(gradient);
    mean.read(first);
    meanSquare.read(second);
    for (int i = 0; i < gradient.length; i++) {
      double g = gradient[i];
      first[i] = before(first[i], settings.beta1(), g);
      second[i] = Math.max(0, before(second[i], settings.beta2(), g * g));
    }
    return Optional.of(new Moments(first, second, stepsBefore + steps()));
  }

  /** x of y = β·x + (1 − β)·added; 0 where nothing of it is left in y. */
  private static float before(float y, double beta, double added) {
    return beta == 0 ? 0 : (float) ((y - (1 - beta) * added) / beta);
  }

  /** m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g² */
  @Override
  void learn(Vector gradient) {
    mean.blend(settings.beta1(), 1 - settings.beta1(), gradient);
    meanSquare.blendSquare(settings.beta2(), 1 - settings.beta2(), gradient);
  }

  @Override
  void descend(Vector point, Vector gradient, int step) {
    int t = stepsBefore + step + 1;
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
  void saveLearnt(Map<String, Supplier<float[]>> tensors, Map<String, double[]> numbers) {
    tensors.put(MEAN, vectors().source(mean));
    tensors.put(MEAN_SQUARE, vectors().source(meanSquare));
    numbers.put(STEPS_BEFORE, new double[] {stepsBefore});
  }

  @Override
  void restoreLearnt(OptimizerState state) {
    vectors().write(MEAN, state, mean);
    vectors().write(MEAN_SQUARE, state, meanSquare);
    stepsBefore = (int) state.number(STEPS_BEFORE);
  }
}
