package org.stylestream.compute.transfer;

import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;

/**
 * A style image of a job.
 *
 * @param image at least 16 × 16
 * @param weight its share of the blend relative to the other styles', above 0
 * @param scale its size relative to that which the preset gives it, above 0: larger styles leave
 *     larger strokes
 * @param region 0–1, of any size: where on the generated image the style goes; empty: where the
 *     other styles' regions leave room
 * @param mask 0–1, of any size: what of the image counts; empty: all of it
 */
public record StyleImage(
    Image image, double weight, double scale, Optional<Plane> region, Optional<Plane> mask) {
  public StyleImage {
    requirePositive("weight", weight);
    requirePositive("scale", scale);
    region.ifPresent(plane -> requireLight("region", plane));
    mask.ifPresent(plane -> requireLight("mask", plane));
  }

  /** A style of which all counts, at its usual size. */
  public StyleImage(Image image, double weight) {
    this(image, weight, 1, Optional.empty(), Optional.empty());
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the %s of a style is %s; it must be above 0".formatted(name, value));
    }
  }

  private static void requireLight(String name, Plane plane) {
    for (float value : plane.values()) {
      if (value > 0) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "the %s of a style is black all over; what counts must be lighter".formatted(name));
  }
}
