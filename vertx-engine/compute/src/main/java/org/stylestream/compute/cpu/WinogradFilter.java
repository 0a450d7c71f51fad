package org.stylestream.compute.cpu;

/**
 * Transforms 3 × 3 filters for Winograd's minimal filtering F(4×4, 3×3): U = G·g·Gᵀ, 36 matrices of
 * inputs × outputs. G as in Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
 * 2015, section 4.3.
 */
final class WinogradFilter {
  /** Elements of a transformed filter or tile. */
  static final int POINTS = 36;

  private static final double[][] G = {
    {1 / 4.0, 0, 0},
    {-1 / 6.0, -1 / 6.0, -1 / 6.0},
    {-1 / 6.0, 1 / 6.0, -1 / 6.0},
    {1 / 24.0, 1 / 12.0, 1 / 6.0},
    {1 / 24.0, -1 / 12.0, 1 / 6.0},
    {0, 0, 1}
  };

  private WinogradFilter() {}

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
