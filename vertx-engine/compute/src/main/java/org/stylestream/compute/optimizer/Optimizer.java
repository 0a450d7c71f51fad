package org.stylestream.compute.optimizer;

import java.util.Optional;
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
  default Step start(LossFunction function, Vector point) {
    return start(function, point, Optional.empty());
  }

  /**
   * The same for an optimiser that goes on from what one of the same settings had learnt.
   *
   * @param learnt for points of this length; an optimiser that learns no moments begins anew
   */
  Step start(LossFunction function, Vector point, Optional<Moments> learnt);

  /** Goes to the next iterate, whose evaluation is the last one made. */
  Step step();

  /** The current iterate; read it before the next step. */
  Vector point();

  /** What is to be seen of the iterates so far: the current one, unless it is a mean of them. */
  default Vector shown() {
    return point();
  }

  /**
   * What was learnt of the gradients at all iterates before the current one, if that is moments.
   */
  default Optional<Moments> learnt() {
    return Optional.empty();
  }

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
