package org.stylestream.service.picture;

/**
 * A loss over a run.
 *
 * @param name of the term, or "total"
 * @param iterations increasing
 * @param losses one for each iteration
 */
public record LossCurve(String name, int[] iterations, double[] losses) {
  public LossCurve {
    if (iterations.length != losses.length) {
      throw new IllegalArgumentException(
          "%d losses for %d iterations".formatted(losses.length, iterations.length));
    }
  }
}
