package org.stylestream.compute.transfer;

import org.stylestream.compute.image.Image;

/**
 * A style image of a job.
 *
 * @param image at least 16 × 16
 * @param weight its share of the blend relative to the other styles', above 0
 */
public record StyleImage(Image image, double weight) {
  public StyleImage {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the weight of a style is %s; it must be above 0".formatted(weight));
    }
  }
}
