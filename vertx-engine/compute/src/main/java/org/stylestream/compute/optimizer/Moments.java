package org.stylestream.compute.optimizer;

/**
 * What Adam has learnt of the gradients so far, for a run that goes on at another size.
 *
 * @param mean of the gradients, as long as a point
 * @param meanSquare of the gradients, as long as a point, at least 0
 * @param steps taken
 */
public record Moments(float[] mean, float[] meanSquare, int steps) {
  public Moments {
    if (mean.length != meanSquare.length) {
      throw new IllegalArgumentException(
          "the moments have %d and %d values; there must be as many of both"
              .formatted(mean.length, meanSquare.length));
    }
  }
}
