package org.stylestream.compute.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.TotalVariation;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.TestDevices;

/** The forms of the total variation against their formulas and finite differences. */
@Tag("conformance")
@ParameterizedClass
@MethodSource("org.stylestream.compute.testing.TestDevices#ids")
class TotalVariationTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;

  private final String id;

  TotalVariationTest(String id) {
    this.id = id;
  }

  /** The CPU device sums in double; others in what they have. */
  private double precision() {
    return id.startsWith("cpu") ? 1e-9 : 1e-6;
  }

  static Stream<TotalVariation> forms() {
    return Stream.of(
        new TotalVariation.Coupled(0.7, 1.25),
        new TotalVariation.Coupled(0.7, 1),
        new TotalVariation.Coupled(2, 1.4),
        new TotalVariation.Separate(0.3, 0.9, 1),
        new TotalVariation.Separate(0.3, 0.9, 2),
        new TotalVariation.NinePoint(0.7, 0.2));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void valueAndGradientFollowTheFormula(TotalVariation form) {
    float[] pixels = Networks.image(HEIGHT, WIDTH);
    try (Device device = TestDevices.open(id, 2);
        Vector image = device.vector(pixels.length);
        Vector gradient = device.vector(pixels.length);
        Sums sums = device.sums(1)) {
      image.write(pixels);
      gradient.fill(1f);
      device.addTotalVariation(form, image, HEIGHT, WIDTH, sums, 0, gradient);
      double[] sum = new double[1];
      sums.read(sum);
      double[] point = new double[pixels.length];
      for (int i = 0; i < point.length; i++) {
        point[i] = pixels[i];
      }
      assertThat(sum[0]).isCloseTo(value(form, point), within(precision() * sum[0]));
      float[] values = new float[pixels.length];
      gradient.read(values);
      for (int i = 0; i < values.length; i++) {
        double at = point[i];
        point[i] = at + 1e-4;
        double above = value(form, point);
        point[i] = at - 1e-4;
        double below = value(form, point);
        point[i] = at;
        double slope = (above - below) / 2e-4;
        assertThat((double) values[i] - 1).isCloseTo(slope, within(1e-4 * Math.abs(slope) + 1e-3));
      }
    }
  }

  private static double value(TotalVariation form, double[] x) {
    if (form instanceof TotalVariation.NinePoint ninePoint) {
      return ninePoint(ninePoint, x);
    }
    double sum = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int column = 0; column < WIDTH; column++) {
        for (int c = 0; c < 3; c++) {
          int at = (y * WIDTH + column) * 3 + c;
          boolean right = column < WIDTH - 1;
          boolean below = y < HEIGHT - 1;
          double dx = right ? x[at + 3] - x[at] : 0;
          double dy = below ? x[at + 3 * WIDTH] - x[at] : 0;
          if (form instanceof TotalVariation.Coupled coupled && right && below) {
            sum += coupled.factor() * Math.pow(dx * dx + dy * dy, coupled.power());
          } else if (form instanceof TotalVariation.Separate separate) {
            sum += separate.horizontalFactor() * Math.pow(Math.abs(dx), separate.power());
            sum += separate.verticalFactor() * Math.pow(Math.abs(dy), separate.power());
          }
        }
      }
    }
    return sum;
  }

  /** With repeated edges: neighbours from every pixel, diagonals of every cell. */
  private static double ninePoint(TotalVariation.NinePoint form, double[] x) {
    double sum = 0;
    for (int y = -1; y < HEIGHT; y++) {
      for (int column = -1; column < WIDTH; column++) {
        for (int c = 0; c < 3; c++) {
          double own = at(x, y, column, c);
          double falling = at(x, y + 1, column + 1, c) - own;
          double rising = at(x, y + 1, column, c) - at(x, y, column + 1, c);
          sum += form.diagonal() * (falling * falling + rising * rising);
          if (y >= 0 && column >= 0) {
            double dx = at(x, y, column + 1, c) - own;
            double dy = at(x, y + 1, column, c) - own;
            sum += form.straight() * (dx * dx + dy * dy);
          }
        }
      }
    }
    return sum;
  }

  private static double at(double[] x, int y, int column, int c) {
    int row = Math.min(Math.max(y, 0), HEIGHT - 1);
    return x[(row * WIDTH + Math.min(Math.max(column, 0), WIDTH - 1)) * 3 + c];
  }
}
