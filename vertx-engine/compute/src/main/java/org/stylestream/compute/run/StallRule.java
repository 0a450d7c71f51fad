package org.stylestream.compute.run;

import java.util.List;

/**
 * When a stage counts as stalled: over the last {@code window} iterations its best loss fell by
 * less than {@code tolerance} times what it was before them.
 *
 * @param tolerance relative decrease, above 0
 * @param window iterations, at least 1
 */
public record StallRule(double tolerance, int window) {
  /** For L-BFGS: float32 resolves no less. */
  public static final StallRule LBFGS = new StallRule(1e-7, 10);

  public StallRule {
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException(
          "the tolerance is %s; it must be above 0".formatted(tolerance));
    }
    if (window < 1) {
      throw new IllegalArgumentException(
          "the window is %d iterations; it must be at least 1".formatted(window));
    }
  }

  /**
   * Whether a stage has stalled.
   *
   * @param bests the best loss up to each iteration of the stage, from its start
   */
  boolean applies(List<Double> bests) {
    int last = bests.size() - 1;
    if (last < window) {
      return false;
    }
    double before = bests.get(last - window);
    return before - bests.get(last) < tolerance * Math.abs(before);
  }
}
