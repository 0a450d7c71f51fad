package org.stylestream.compute.optimizer;

import org.stylestream.compute.device.Vector;

/** A function to minimise. */
@FunctionalInterface
public interface LossFunction {
  /**
   * Evaluates the function and its gradient.
   *
   * @param point where
   * @param gradient overwritten with the gradient there
   * @return the loss; NaN or infinite where it can't be had
   */
  double evaluate(Vector point, Vector gradient);
}
