package org.stylestream.compute.optimizer;

/**
 * What the values of a point are clamped to.
 *
 * @param low the least value allowed
 * @param high the greatest value allowed, above {@code low}
 */
public record ValueRange(float low, float high) {
  /** The canonical image's range, 0–255. */
  public static final ValueRange IMAGE = new ValueRange(0, 255);

  public ValueRange {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "the range %s to %s is empty; its low end must be below its high end"
              .formatted(low, high));
    }
  }
}
