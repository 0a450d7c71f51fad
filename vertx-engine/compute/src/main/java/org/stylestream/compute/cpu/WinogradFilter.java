package org.stylestream.compute.cpu;

import static org.stylestream.compute.cpu.WinogradPoints.A;
import static org.stylestream.compute.cpu.WinogradPoints.B;

/**
 * Transforms 3 × 3 filters for Winograd's minimal filtering F(4×4, 3×3): U = G·g·Gᵀ, 36 matrices of
 * inputs × outputs. For the points p of {@link WinogradPoints}, a row of G is (1, p, p²) / ∏(p −
 * p′) over the other finite points p′; for ∞ it is (0, 0, 1).
 */
final class WinogradFilter {
  /** Elements of a transformed filter or tile. */
  static final int POINTS = 36;

  private static final double[][] G = g(0, A, -A, B, -B);

  private WinogradFilter() {}

  private static double[][] g(double... points) {
    double[][] rows = new double[points.length + 1][];
    for (int i = 0; i < points.length; i++) {
      double p = points[i];
      double product = 1;
      for (int j = 0; j < points.length; j++) {
        product *= j == i ? 1 : p - points[j];
      }
      rows[i] = new double[] {1 / product, p / product, p * p / product};
    }
    rows[points.length] = new double[] {0, 0, 1};
    return rows;
  }

  /**
   * The filters of a convolution.
   *
   * @param kernel 3 × 3 × inputs × outputs
   */
  static Matrices forward(Kernels kernels, float[] kernel, int inputs, int outputs) {
    Matrices result = kernels.matrices(POINTS, inputs, outputs);
    double[] g = new double[9];
    double[] half = new double[18];
    for (int i = 0; i < inputs; i++) {
      for (int o = 0; o < outputs; o++) {
        for (int tap = 0; tap < 9; tap++) {
          g[tap] = kernel[(tap * inputs + i) * outputs + o];
        }
        transform(g, half, result, i, o);
      }
    }
    return result;
  }

  /** The filters of its gradient: turned by 180°, inputs and outputs exchanged. */
  static Matrices backward(Kernels kernels, float[] kernel, int inputs, int outputs) {
    Matrices result = kernels.matrices(POINTS, outputs, inputs);
    double[] g = new double[9];
    double[] half = new double[18];
    for (int i = 0; i < inputs; i++) {
      for (int o = 0; o < outputs; o++) {
        for (int tap = 0; tap < 9; tap++) {
          g[8 - tap] = kernel[(tap * inputs + i) * outputs + o];
        }
        transform(g, half, result, o, i);
      }
    }
    return result;
  }

  private static void transform(double[] g, double[] half, Matrices to, int row, int column) {
    for (int r = 0; r < 6; r++) {
      for (int x = 0; x < 3; x++) {
        half[r * 3 + x] = G[r][0] * g[x] + G[r][1] * g[3 + x] + G[r][2] * g[6 + x];
      }
    }
    for (int r = 0; r < 6; r++) {
      for (int c = 0; c < 6; c++) {
        double u = half[r * 3] * G[c][0] + half[r * 3 + 1] * G[c][1] + half[r * 3 + 2] * G[c][2];
        to.set(r * 6 + c, row, column, (float) u);
      }
    }
  }
}
