package org.stylestream.compute.optimizer;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;

/** An optimiser that takes one evaluation an iteration and accepts whatever number comes of it. */
abstract class FirstOrderOptimizer implements Optimizer {
  private final String name;
  private final VectorGroup vectors;
  private final Iterate iterate;
  private final Optional<ValueRange> range;

  FirstOrderOptimizer(String name, Device device, int length, Optional<ValueRange> range) {
    this.name = name;
    this.range = range;
    vectors = new VectorGroup(device, length);
    iterate = new Iterate(vectors);
  }

  /** Forgets what was learnt from earlier gradients. */
  abstract void reset();

  /** Takes over what another had learnt; unless overridden, nothing. */
  void inherit(Moments moments) {}

  /** Learns from the gradient of an iterate that was just accepted. */
  abstract void learn(Vector gradient);

  /**
   * Moves {@code point} down.
   *
   * @param gradient at the point
   * @param step from 0
   */
  abstract void descend(Vector point, Vector gradient, int step);

  /** Adds what was learnt to a state. */
  abstract void saveLearnt(Map<String, Supplier<float[]>> tensors, Map<String, double[]> numbers);

  abstract void restoreLearnt(OptimizerState state);

  /** Steps taken since the start. */
  final int steps() {
    return iterate.iteration();
  }

  final VectorGroup vectors() {
    return vectors;
  }

  @Override
  public final Step start(LossFunction function, Vector point, Optional<Moments> learnt) {
    Step step = iterate.start(function, point);
    reset();
    learnt.ifPresent(this::inherit);
    learn(iterate.gradient());
    return step;
  }

  @Override
  public final Step step() {
    Vector candidate = iterate.candidate();
    candidate.copy(iterate.point());
    descend(candidate, iterate.gradient(), iterate.iteration());
    range.ifPresent(limits -> candidate.clamp(limits.low(), limits.high()));
    if (!Double.isFinite(iterate.evaluateCandidate())) {
      return iterate.step(Step.Status.DIVERGED);
    }
    Step step = iterate.accept();
    learn(iterate.gradient());
    return step;
  }

  @Override
  public final Vector point() {
    return iterate.point();
  }

  @Override
  public final Vector gradient() {
    return iterate.gradient();
  }

  @Override
  public final OptimizerState state() {
    Map<String, Supplier<float[]>> tensors = new TreeMap<>();
    Map<String, double[]> numbers = new TreeMap<>();
    iterate.save(tensors, numbers);
    saveLearnt(tensors, numbers);
    return new OptimizerState(name, vectors.length(), tensors, numbers);
  }

  @Override
  public final Step restore(LossFunction function, OptimizerState state) {
    state.requireOptimizer(name);
    restoreLearnt(state);
    return iterate.restore(function, state);
  }

  @Override
  public final void close() {
    vectors.close();
  }
}
