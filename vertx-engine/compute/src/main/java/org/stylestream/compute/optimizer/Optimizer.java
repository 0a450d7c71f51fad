package org.stylestream.compute.optimizer;

import org.stylestream.compute.device.Vector;

/**
 * Minimises a function, one iteration at a time. An iteration is an accepted iterate, whose loss
 * and gradient are known; a line search's trial is none.
 *
 * <p>If the function throws, the optimiser stays at its last accepted iterate: {@link #point},
 * {@link #gradient}, {@link #state} and {@link #step} can be called as if the step that failed had
 * never been begun.
 */
public interface Optimizer extends AutoCloseable {
  /**
   * Evaluates the function at a point: iteration 0.
   *
   * @param point copied
   */
  Step start(LossFunction function, Vector point);

  /** Goes to the next iterate, whose evaluation is the last one made. */
  Step step();

  /** The current iterate; read it before the next step. */
  Vector point();

  /** The gradient at the current iterate; read it before the next step. */
  Vector gradient();

  /** The whole state at the current iterate; read it before the next step. */
  OptimizerState state();

  /**
   * Goes to where an optimiser with the same settings was, without an evaluation.
   *
   * @return the step that had led there
   * @throws IllegalArgumentException if the state is another optimiser's or doesn't fit
   */
  Step restore(LossFunction function, OptimizerState state);

  @Override
  void close();
}
