package org.stylestream.compute.cpu;

import java.util.function.DoubleUnaryOperator;
import org.stylestream.compute.device.TotalVariation;

/**
 * The total variation of an image and its gradient. A task has a row of the gradient: it adds the
 * differences within the row and to the row below, which it also sums, and then those from the row
 * above.
 */
final class CpuTotalVariation {
  private static final int CHANNELS = 3;

  private final Reduction reduction;

  CpuTotalVariation(Reduction reduction) {
    this.reduction = reduction;
  }

  /**
   * The total variation; its gradient is added to {@code gradient}.
   *
   * @param image height × width × 3
   */
  double add(TotalVariation variation, float[] image, int height, int width, float[] gradient) {
    Pixels pixels = new Pixels(image, height, width * CHANNELS, gradient);
    if (variation instanceof TotalVariation.Coupled coupled) {
      return coupled(coupled, pixels);
    }
    if (variation instanceof TotalVariation.NinePoint ninePoint) {
      return ninePoint(ninePoint, pixels);
    }
    return separate((TotalVariation.Separate) variation, pixels);
  }

  /**
   * @param rowLength width · 3
   */
  private record Pixels(float[] image, int height, int rowLength, float[] gradient) {}

  private double coupled(TotalVariation.Coupled form, Pixels pixels) {
    double scale = 2 * form.power() * form.factor();
    DoubleUnaryOperator slope = power(form.power() - 1);
    double sum =
        reduction.sum(
            pixels.height,
            (int y) -> {
              double own = y < pixels.height - 1 ? coupledBelow(pixels, y, scale, slope) : 0;
              if (y > 0) {
                coupledAbove(pixels, y, scale, slope);
              }
              return own;
            });
    return form.factor() * sum;
  }

  private static DoubleUnaryOperator power(double exponent) {
    if (exponent == 0.25) {
      return s -> Math.sqrt(Math.sqrt(s)); // Keras' form; many times as fast as pow.
    }
    return s -> Math.pow(s, exponent);
  }

  /** Σ (dx² + dy²)^power of row y, with the gradient in this row. */
  private static double coupledBelow(
      Pixels pixels, int y, double scale, DoubleUnaryOperator slope) {
    float[] image = pixels.image;
    float[] gradient = pixels.gradient;
    int rowLength = pixels.rowLength;
    int end = (y + 1) * rowLength - CHANNELS;
    double sum = 0;
    for (int at = y * rowLength; at < end; at++) {
      double dx = (double) image[at + CHANNELS] - image[at];
      double dy = (double) image[at + rowLength] - image[at];
      double s = dx * dx + dy * dy;
      double t = slope.applyAsDouble(s);
      sum += s * t;
      gradient[at] -= (float) (scale * t * (dx + dy));
      gradient[at + CHANNELS] += (float) (scale * t * dx);
    }
    return sum;
  }

  /** The gradient in row y of the sum of the row above. */
  private static void coupledAbove(Pixels pixels, int y, double scale, DoubleUnaryOperator slope) {
    float[] image = pixels.image;
    float[] gradient = pixels.gradient;
    int rowLength = pixels.rowLength;
    int end = y * rowLength - CHANNELS;
    for (int above = (y - 1) * rowLength; above < end; above++) {
      double dx = (double) image[above + CHANNELS] - image[above];
      double dy = (double) image[above + rowLength] - image[above];
      double t = slope.applyAsDouble(dx * dx + dy * dy);
      gradient[above + rowLength] += (float) (scale * t * dy);
    }
  }

  private double separate(TotalVariation.Separate form, Pixels pixels) {
    return reduction.sum(
        pixels.height,
        (int y) -> {
          int from = y * pixels.rowLength;
          int to = from + pixels.rowLength;
          double sum =
              form.horizontalFactor()
                  * differences(
                      pixels, from, to - CHANNELS, CHANNELS, form.horizontalFactor(), form.power());
          if (y > 0) {
            arriving(pixels, from, to, pixels.rowLength, form.verticalFactor(), form.power());
          }
          arriving(pixels, from + CHANNELS, to, CHANNELS, form.horizontalFactor(), form.power());
          if (y == pixels.height - 1) {
            return sum;
          }
          double vertical = form.verticalFactor();
          return sum
              + vertical * differences(pixels, from, to, pixels.rowLength, vertical, form.power());
        });
  }

  /**
   * Σ |d|^power of the differences d from each element to the one {@code step} on, with the
   * gradient at the former.
   */
  private static double differences(
      Pixels pixels, int from, int to, int step, double factor, int power) {
    float[] image = pixels.image;
    float[] gradient = pixels.gradient;
    double sum = 0;
    for (int at = from; at < to; at++) {
      double d = (double) image[at + step] - image[at];
      sum += power == 1 ? Math.abs(d) : d * d;
      gradient[at] -= (float) (factor * slope(d, power));
    }
    return sum;
  }

  /** The gradient at each element of the difference from the one {@code step} before. */
  private static void arriving(
      Pixels pixels, int from, int to, int step, double factor, int power) {
    float[] image = pixels.image;
    float[] gradient = pixels.gradient;
    for (int at = from; at < to; at++) {
      double d = (double) image[at] - image[at - step];
      gradient[at] += (float) (factor * slope(d, power));
    }
  }

  private double ninePoint(TotalVariation.NinePoint form, Pixels pixels) {
    return reduction.sum(pixels.height, (int y) -> ninePoint(form, pixels, y));
  }

  /**
   * Half of what the differences of row y's pixels from all their neighbours add, and the gradient
   * in that row: every difference is met from both of its ends.
   */
  private static double ninePoint(TotalVariation.NinePoint form, Pixels pixels, int y) {
    int rowLength = pixels.rowLength;
    boolean above = y > 0;
    boolean below = y < pixels.height - 1;
    double inRow = form.straight() + 2 * form.diagonal() * ((above ? 0 : 1) + (below ? 0 : 1));
    double sum = 0;
    for (int i = 0; i < rowLength; i++) {
      boolean left = i >= CHANNELS;
      boolean right = i < rowLength - CHANNELS;
      double inColumn = form.straight() + 2 * form.diagonal() * ((left ? 0 : 1) + (right ? 0 : 1));
      int at = y * rowLength + i;
      sum += neighbour(left, pixels, at, -CHANNELS, inRow);
      sum += neighbour(right, pixels, at, CHANNELS, inRow);
      sum += neighbour(above, pixels, at, -rowLength, inColumn);
      sum += neighbour(below, pixels, at, rowLength, inColumn);
      sum += neighbour(above && left, pixels, at, -rowLength - CHANNELS, form.diagonal());
      sum += neighbour(above && right, pixels, at, -rowLength + CHANNELS, form.diagonal());
      sum += neighbour(below && left, pixels, at, rowLength - CHANNELS, form.diagonal());
      sum += neighbour(below && right, pixels, at, rowLength + CHANNELS, form.diagonal());
    }
    return sum / 2;
  }

  private static double neighbour(boolean exists, Pixels pixels, int at, int step, double factor) {
    if (!exists) {
      return 0;
    }
    double d = (double) pixels.image[at] - pixels.image[at + step];
    pixels.gradient[at] += (float) (2 * factor * d);
    return factor * d * d;
  }

  private static double slope(double d, int power) {
    return power == 1 ? Math.signum(d) : 2 * d;
  }
}
