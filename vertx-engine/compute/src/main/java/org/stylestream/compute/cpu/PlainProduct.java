package org.stylestream.compute.cpu;

/**
 * Matrix products on arrays of rows, in loops that C2 vectorises by itself. It does so only where
 * all arrays of a loop are touched at the same index, so every row is an array of its own. It
 * aligns a loop to the address of one of them: rows of {@link #rowLength} values, allocated one
 * after another, then all lie right.
 */
final class PlainProduct {
  /** Rows, and inner values, that one update takes together. */
  static final int STEP = 3;

  /** Floats of the right operand that stay in the first cache while the left's rows go by. */
  private static final int CACHED = 6144;

  /** Values in a row that compiled code settles on. */
  static final int SETTLING_LENGTH = 4096;

  /** Calls that suffice for C2 to compile. */
  static final int SETTLING_CALLS = 4000;

  private final boolean fused;

  /**
   * @param fused whether the machine multiplies and adds in one instruction; else {@link Math#fma}
   *     would be very slow
   */
  PlainProduct(boolean fused) {
    this.fused = fused;
  }

  /**
   * Has C2 compile the update from a profile of long rows: it unrolls a loop that it has seen make
   * few trips too little for long vectors, and never looks again. Costs some hundredths of a
   * second, once.
   */
  void settle() {
    float[][] rows = new float[2 * STEP][SETTLING_LENGTH];
    for (int i = 0; i < SETTLING_CALLS; i++) {
      update(
          i % 2 == 0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          rows[0],
          rows[1],
          rows[2],
          rows[3],
          rows[4],
          rows[5],
          0,
          SETTLING_LENGTH);
    }
  }

  /**
   * A length for rows of {@code n} values that, with an array's header of 16 bytes, fills cache
   * lines of 64.
   */
  static int rowLength(int n) {
    return (n + 15) / 16 * 16 + 12;
  }

  /** The next multiple of {@link #STEP}, which counts of rows and inner values are padded to. */
  static int padded(int n) {
    return (n + STEP - 1) / STEP * STEP;
  }

  /**
   * C = A·B
   *
   * @param rows of A and C, padded
   * @param inner values in a row of A, and rows of B, padded
   */
  void multiply(float[][] a, float[][] b, float[][] c, int rows, int inner, int columns) {
    int step = Math.max(4, CACHED / columns / STEP) * STEP;
    for (int k0 = 0; k0 < inner; k0 += step) {
      int k1 = Math.min(inner, k0 + step);
      for (int row = 0; row < rows; row += STEP) {
        for (int k = k0; k < k1; k += STEP) {
          update(a, row, k, b, c, k == 0, columns);
        }
      }
    }
  }

  private void update(
      float[][] a, int row, int k, float[][] b, float[][] c, boolean overwrite, int columns) {
    float[] x = a[row];
    float[] y = a[row + 1];
    float[] z = a[row + 2];
    update(
        overwrite,
        x[k],
        x[k + 1],
        x[k + 2],
        y[k],
        y[k + 1],
        y[k + 2],
        z[k],
        z[k + 1],
        z[k + 2],
        b[k],
        b[k + 1],
        b[k + 2],
        c[row],
        c[row + 1],
        c[row + 2],
        0,
        columns);
  }

  /**
   * c0 = Σ x_k·b_k, c1 = Σ y_k·b_k, c2 = Σ z_k·b_k at the indices {@code from} … {@code end} − 1,
   * or added to what c0 … c2 hold. About the largest body that C2 still unrolls enough to
   * vectorise; together the three loops are too large to be inlined, which would end that.
   */
  void update(
      boolean overwrite,
      float x0,
      float x1,
      float x2,
      float y0,
      float y1,
      float y2,
      float z0,
      float z1,
      float z2,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] c0,
      float[] c1,
      float[] c2,
      int from,
      int end) {
    if (overwrite && fused) {
      for (int j = from; j < end; j++) {
        float v0 = b0[j];
        float v1 = b1[j];
        float v2 = b2[j];
        c0[j] = Math.fma(x2, v2, Math.fma(x1, v1, x0 * v0));
        c1[j] = Math.fma(y2, v2, Math.fma(y1, v1, y0 * v0));
        c2[j] = Math.fma(z2, v2, Math.fma(z1, v1, z0 * v0));
      }
    } else if (fused) {
      for (int j = from; j < end; j++) {
        float v0 = b0[j];
        float v1 = b1[j];
        float v2 = b2[j];
        c0[j] = Math.fma(x2, v2, Math.fma(x1, v1, Math.fma(x0, v0, c0[j])));
        c1[j] = Math.fma(y2, v2, Math.fma(y1, v1, Math.fma(y0, v0, c1[j])));
        c2[j] = Math.fma(z2, v2, Math.fma(z1, v1, Math.fma(z0, v0, c2[j])));
      }
    } else {
      float keep = overwrite ? 0f : 1f;
      for (int j = from; j < end; j++) {
        float v0 = b0[j];
        float v1 = b1[j];
        float v2 = b2[j];
        c0[j] = keep * c0[j] + x0 * v0 + x1 * v1 + x2 * v2;
        c1[j] = keep * c1[j] + y0 * v0 + y1 * v1 + y2 * v2;
        c2[j] = keep * c2[j] + z0 * v0 + z1 * v1 + z2 * v2;
      }
    }
  }
}
