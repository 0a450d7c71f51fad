package org.stylestream.compute.optimizer;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;

/** Shows the mean of another optimiser's iterates; see {@link AveragedSettings}. */
final class AveragedOptimizer implements Optimizer {
  private static final String AVERAGED = "averaged";

  private final Optimizer iterates;
  private final double decay;
  private final VectorGroup vectors;
  private final Vector average;

  /** Iterates after the first that are in the average. */
  private int count;

  /**
   * @param iterates owned from now on
   */
  AveragedOptimizer(Optimizer iterates, double decay, Device device, int length) {
    this.iterates = iterates;
    this.decay = decay;
    vectors = new VectorGroup(device, length);
    average = vectors.add();
  }

  @Override
  public Step start(LossFunction function, Vector point, Optional<Moments> learnt) {
    Step step = iterates.start(function, point, learnt);
    average.copy(iterates.point());
    count = 0;
    return step;
  }

  /**
   * With a_t = Σ dᵗ⁻ⁱ·x_i / Σ dᵗ⁻ⁱ over 0 ≤ i ≤ t, a_t = a_t₋₁ + w·(x_t − a_t₋₁) for w = (1 − d)/(1
   * − dᵗ⁺¹).
   */
  @Override
  public Step step() {
    Step step = iterates.step();
    if (step.status() == Step.Status.ACCEPTED) {
      count++;
      double weight = (1 - decay) / (1 - Math.pow(decay, count + 1));
      average.blend(1 - weight, weight, iterates.point());
    }
    return step;
  }

  @Override
  public Vector point() {
    return iterates.point();
  }

  @Override
  public Vector shown() {
    return average;
  }

  @Override
  public Vector gradient() {
    return iterates.gradient();
  }

  @Override
  public Optional<Moments> learnt() {
    return iterates.learnt();
  }

  @Override
  public OptimizerState state() {
    OptimizerState state = iterates.state();
    Map<String, Supplier<float[]>> tensors = new TreeMap<>(state.tensors());
    tensors.put(OptimizerState.AVERAGE, vectors.source(average));
    Map<String, double[]> numbers = new TreeMap<>(state.numbers());
    numbers.put(AVERAGED, new double[] {count});
    return new OptimizerState(state.optimizer(), state.length(), tensors, numbers);
  }

  @Override
  public Step restore(LossFunction function, OptimizerState state) {
    vectors.write(OptimizerState.AVERAGE, state, average);
    count = (int) state.number(AVERAGED);
    return iterates.restore(function, state);
  }

  @Override
  public void close() {
    vectors.close();
    iterates.close();
  }
}
