package org.stylestream.compute.preset;

import org.stylestream.compute.device.TotalVariation;

/**
 * The total-variation loss.
 *
 * @param weight of the term
 * @param form how it is computed, for pixels on 0 … the preset's {@link StylePreset#pixelRange}
 * @param source where these constants come from
 */
public record VariationLoss(double weight, Form form, String source) {
  /** The forms in use; dx and dy are the differences of neighbouring pixels, per channel. */
  public enum Form {
    /** Σ (dx² + dy²)^1.25 over the first H−1 rows and W−1 columns. */
    KERAS,
    /** ½ Σ (dx² + dy²) over the first H−1 rows and W−1 columns. */
    HALF_SQUARES,
    /** Σ |dx| + Σ |dy| */
    ABSOLUTE,
    /** mean dx² + mean dy², each over its own number of differences. */
    MEAN_SQUARES,
    /**
     * ⅔ · (mean dx² + mean dy²) + ⅙ · (mean of the squares of both diagonals' differences), over
     * the H·W and (H+1)·(W+1) differences that there are when the edges are repeated once around
     * the image.
     */
    NINE_POINT
  }

  private static final double KERAS_POWER = 1.25;

  /**
   * The total variation to compute on an image of height × width whose pixels are on 0–255.
   *
   * @param pixelRange the largest pixel value on the scale that the weight is meant for
   */
  public TotalVariation on(int height, int width, double pixelRange) {
    double scale = pixelRange / 255;
    return switch (form) {
      case KERAS ->
          new TotalVariation.Coupled(weight * Math.pow(scale, 2 * KERAS_POWER), KERAS_POWER);
      case HALF_SQUARES -> new TotalVariation.Coupled(weight * 0.5 * scale * scale, 1);
      case ABSOLUTE -> new TotalVariation.Separate(weight * scale, weight * scale, 1);
      case MEAN_SQUARES ->
          new TotalVariation.Separate(
              weight * scale * scale / (3.0 * height * (width - 1)),
              weight * scale * scale / (3.0 * (height - 1) * width),
              2);
      case NINE_POINT ->
          new TotalVariation.NinePoint(
              weight * scale * scale * 2 / 3 / (3.0 * height * width),
              weight * scale * scale / 6 / (3.0 * (height + 1) * (width + 1)));
    };
  }
}
