package org.stylestream.compute.image;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The mean structural similarity of two images' luma: Z. Wang, A. Bovik, H. Sheikh, E. Simoncelli,
 * Image Quality Assessment: From Error Visibility to Structural Similarity, IEEE Transactions on
 * Image Processing 13 (2004), equation 13, with their window (11 × 11, Gaussian of σ 1.5, wherever
 * it fits into the image) and constants (K1 0.01, K2 0.03, L 255).
 */
public final class StructuralSimilarity {
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double C1 = Math.pow(0.01 * 255, 2);
  private static final double C2 = Math.pow(0.03 * 255, 2);
  private static final double[] WEIGHTS = weights();

  private StructuralSimilarity() {}

  private static double[] weights() {
    double[] weights =
        IntStream.range(0, WINDOW)
            .mapToDouble(i -> Math.exp(-Math.pow((i - WINDOW / 2) / SIGMA, 2) / 2))
            .toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  /**
   * The similarity, from −1 to 1; 1 for equal images.
   *
   * @param a at least 11 × 11
   * @param b of the same size
   */
  public static double of(Image a, Image b) {
    if (a.height() != b.height() || a.width() != b.width()) {
      throw new IllegalArgumentException(
          "images of %d×%d and %d×%d can't be compared; they must be of one size"
              .formatted(a.width(), a.height(), b.width(), b.height()));
    }
    if (a.height() < WINDOW || a.width() < WINDOW) {
      throw new IllegalArgumentException(
          "images of %d×%d can't be compared; both sides must be at least %d"
              .formatted(a.width(), a.height(), WINDOW));
    }
    Plane x = Luma.of(a);
    Plane y = Luma.of(b);
    int rows = a.height() - WINDOW + 1;
    int columns = a.width() - WINDOW + 1;
    double[] sums =
        IntStream.range(0, rows).parallel().mapToDouble(row -> sum(x, y, row)).toArray();
    return Arrays.stream(sums).sum() / ((double) rows * columns);
  }

  /** The sum of the similarities of all windows that begin in a row. */
  private static double sum(Plane x, Plane y, int row) {
    int width = x.width();
    double[][] moments = new double[5][width];
    for (int i = 0; i < WINDOW; i++) {
      for (int column = 0; column < width; column++) {
        double u = x.at(row + i, column);
        double v = y.at(row + i, column);
        moments[0][column] += WEIGHTS[i] * u;
        moments[1][column] += WEIGHTS[i] * v;
        moments[2][column] += WEIGHTS[i] * u * u;
        moments[3][column] += WEIGHTS[i] * v * v;
        moments[4][column] += WEIGHTS[i] * u * v;
      }
    }
    double sum = 0;
    for (int column = 0; column <= width - WINDOW; column++) {
      sum += similarity(moments, column);
    }
    return sum;
  }

  private static double similarity(double[][] moments, int column) {
    double muX = weighted(moments[0], column);
    double muY = weighted(moments[1], column);
    double varianceX = weighted(moments[2], column) - muX * muX;
    double varianceY = weighted(moments[3], column) - muY * muY;
    double covariance = weighted(moments[4], column) - muX * muY;
    return (2 * muX * muY + C1)
        * (2 * covariance + C2)
        / ((muX * muX + muY * muY + C1) * (varianceX + varianceY + C2));
  }

  private static double weighted(double[] values, int from) {
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      sum += WEIGHTS[i] * values[from + i];
    }
    return sum;
  }
}
