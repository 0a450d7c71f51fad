package org.stylestream.compute.cpu;

import java.util.function.DoubleUnaryOperator;
import org.stylestream.compute.device.TotalVariation;

/** The total variation of an image and its gradient, every pixel's by itself. */
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
    Row row =
        variation instanceof TotalVariation.Coupled coupled
            ? new CoupledRow(coupled, image, height, width, gradient)
            : new SeparateRow((TotalVariation.Separate) variation, image, height, width, gradient);
    return reduction.sum(height, row::add);
  }

  /** One row of the image: its part of the sum, and its gradient. */
  private interface Row {
    double add(int y);
  }

  /** factor · Σ (dx² + dy²)^power */
  private record CoupledRow(
      double factor,
      double power,
      DoubleUnaryOperator slope,
      float[] image,
      int height,
      int width,
      float[] gradient)
      implements Row {
    CoupledRow(
        TotalVariation.Coupled form, float[] image, int height, int width, float[] gradient) {
      this(form.factor(), form.power(), power(form.power() - 1), image, height, width, gradient);
    }

    private static DoubleUnaryOperator power(double exponent) {
      if (exponent == 0.25) {
        return s -> Math.sqrt(Math.sqrt(s)); // Keras' form; ten times as fast as pow.
      }
      return s -> Math.pow(s, exponent);
    }

    @Override
    public double add(int y) {
      // One flat loop: JDK 17's C2 crashes on a nested one over the channels.
      int start = y * width * CHANNELS;
      double sum = 0;
      for (int i = 0; i < width * CHANNELS; i++) {
        sum += add(y, i / CHANNELS, start + i);
      }
      return factor * sum;
    }

    private double add(int y, int x, int at) {
      double sum = 0;
      double g = 0;
      if (y < height - 1 && x < width - 1) {
        double dx = right(at);
        double dy = below(at);
        double s = dx * dx + dy * dy;
        double t = slope.applyAsDouble(s);
        sum = s * t;
        g -= t * (dx + dy);
      }
      if (y < height - 1 && x > 0) {
        int left = at - CHANNELS;
        g += slope(left) * right(left);
      }
      if (y > 0 && x < width - 1) {
        int above = at - width * CHANNELS;
        g += slope(above) * below(above);
      }
      gradient[at] += (float) (2 * power * factor * g);
      return sum;
    }

    private double slope(int at) {
      double dx = right(at);
      double dy = below(at);
      return slope.applyAsDouble(dx * dx + dy * dy);
    }

    private double right(int at) {
      return (double) image[at + CHANNELS] - image[at];
    }

    private double below(int at) {
      return (double) image[at + width * CHANNELS] - image[at];
    }
  }

  /** horizontalFactor · Σ |dx|^power + verticalFactor · Σ |dy|^power */
  private record SeparateRow(
      TotalVariation.Separate form, float[] image, int height, int width, float[] gradient)
      implements Row {
    @Override
    public double add(int y) {
      double horizontal = 0;
      double vertical = 0;
      for (int i = 0; i < width * CHANNELS; i++) {
        int x = i / CHANNELS;
        int at = y * width * CHANNELS + i;
        double here = image[at];
        double g = 0;
        if (x < width - 1) {
          double dx = image[at + CHANNELS] - here;
          horizontal += value(dx);
          g -= form.horizontalFactor() * slope(dx);
        }
        if (x > 0) {
          g += form.horizontalFactor() * slope(here - image[at - CHANNELS]);
        }
        if (y < height - 1) {
          double dy = image[at + width * CHANNELS] - here;
          vertical += value(dy);
          g -= form.verticalFactor() * slope(dy);
        }
        if (y > 0) {
          g += form.verticalFactor() * slope(here - image[at - width * CHANNELS]);
        }
        gradient[at] += (float) g;
      }
      return form.horizontalFactor() * horizontal + form.verticalFactor() * vertical;
    }

    private double value(double d) {
      return form.power() == 1 ? Math.abs(d) : d * d;
    }

    private double slope(double d) {
      return form.power() == 1 ? Math.signum(d) : 2 * d;
    }
  }
}
