package org.stylestream.compute.cpu.vector;

import static org.stylestream.compute.cpu.vector.VectorKernels.COLUMNS;
import static org.stylestream.compute.cpu.vector.VectorKernels.L;
import static org.stylestream.compute.cpu.vector.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Matrix products by tiles of 5 × 2·L results: ten accumulators and two loaded vectors, for sixteen
 * vector registers.
 *
 * <p>No helper methods in the loops: past C2's inlining limits they would stay calls, and the
 * accumulators would be boxed.
 */
final class FiveRowTile {
  /** Rows that lie side by side in a panel of the left operand. */
  static final int ROWS = 5;

  private FiveRowTile() {}

  /**
   * C = A·B for the first {@code rows} rows of A.
   *
   * @param a panels of 5 rows, in which runs of L values of each row lie side by side
   * @param aInner values in a row of A, a multiple of L
   * @param b panels of 2·L columns, the last perhaps of L
   * @param c row by row, with room for whole panels of rows
   * @param inner rows of B, a multiple of 4
   * @param columns columns of B, a multiple of L
   * @param one 1, but unknown to the compiler: A's indices then move by steps that aren't constant,
   *     so that their range checks stay in the loop; they pin the broadcasts, which C2 else hoists
   *     until it has to spill accumulators
   */
  static void multiply(
      float[] a,
      int aOff,
      int aInner,
      float[] b,
      int bOff,
      float[] c,
      int cOff,
      int rows,
      int inner,
      int columns,
      int one) {
    for (int n = 0; n < columns; n += COLUMNS) {
      for (int row = 0; row < rows; row += ROWS) {
        int from = aOff + row * aInner;
        int to = cOff + row * columns + n;
        if (n + L == columns) {
          narrow(a, from, b, bOff + n * inner, c, to, columns, inner);
        } else {
          whole(a, from, b, bOff + n * inner, c, to, columns, inner, one);
        }
      }
    }
  }

  /** A tile of 5 × 2·L results. */
  private static void whole(
      float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, int inner, int one) {
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    for (int k = 0, q = aOff;
        k < inner;
        k += 4, q += ((k & (L - 1)) == 0 ? (ROWS - 1) * L + 4 : 4)) {
      int q1 = q + one;
      int q2 = q1 + one;
      int q3 = q2 + one;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bOff + COLUMNS * k);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bOff + COLUMNS * k + L);
      FloatVector s = FloatVector.broadcast(LANES, a[q]);
      c00 = s.fma(b0, c00);
      c01 = s.fma(b1, c01);
      s = FloatVector.broadcast(LANES, a[q + L]);
      c10 = s.fma(b0, c10);
      c11 = s.fma(b1, c11);
      s = FloatVector.broadcast(LANES, a[q + 2 * L]);
      c20 = s.fma(b0, c20);
      c21 = s.fma(b1, c21);
      s = FloatVector.broadcast(LANES, a[q + 3 * L]);
      c30 = s.fma(b0, c30);
      c31 = s.fma(b1, c31);
      s = FloatVector.broadcast(LANES, a[q + 4 * L]);
      c40 = s.fma(b0, c40);
      c41 = s.fma(b1, c41);
      b0 = FloatVector.fromArray(LANES, b, bOff + COLUMNS * k + 1 * COLUMNS);
      b1 = FloatVector.fromArray(LANES, b, bOff + COLUMNS * k + 1 * COLUMNS + L);
      s = FloatVector.broadcast(LANES, a[q1]);
      c00 = s.fma(b0, c00);
      c01 = s.fma(b1, c01);
      s = FloatVector.broadcast(LANES, a[q1 + L]);
      c10 = s.fma(b0, c10);
      c11 = s.fma(b1, c11);
      s = FloatVector.broadcast(LANES, a[q1 + 2 * L]);
      c20 = s.fma(b0, c20);
      c21 = s.fma(b1, c21);
      s = FloatVector.broadcast(LANES, a[q1 + 3 * L]);
      c30 = s.fma(b0, c30);
      c31 = s.fma(b1, c31);
      s = FloatVector.broadcast(LANES, a[q1 + 4 * L]);
      c40 = s.fma(b0, c40);
      c41 = s.fma(b1, c41);
      b0 = FloatVector.fromArray(LANES, b, bOff + COLUMNS * k + 2 * COLUMNS);
      b1 = FloatVector.fromArray(LANES, b, bOff + COLUMNS * k + 2 * COLUMNS + L);
      s = FloatVector.broadcast(LANES, a[q2]);
      c00 = s.fma(b0, c00);
      c01 = s.fma(b1, c01);
      s = FloatVector.broadcast(LANES, a[q2 + L]);
      c10 = s.fma(b0, c10);
      c11 = s.fma(b1, c11);
      s = FloatVector.broadcast(LANES, a[q2 + 2 * L]);
      c20 = s.fma(b0, c20);
      c21 = s.fma(b1, c21);
      s = FloatVector.broadcast(LANES, a[q2 + 3 * L]);
      c30 = s.fma(b0, c30);
      c31 = s.fma(b1, c31);
      s = FloatVector.broadcast(LANES, a[q2 + 4 * L]);
      c40 = s.fma(b0, c40);
      c41 = s.fma(b1, c41);
      b0 = FloatVector.fromArray(LANES, b, bOff + COLUMNS * k + 3 * COLUMNS);
      b1 = FloatVector.fromArray(LANES, b, bOff + COLUMNS * k + 3 * COLUMNS + L);
      s = FloatVector.broadcast(LANES, a[q3]);
      c00 = s.fma(b0, c00);
      c01 = s.fma(b1, c01);
      s = FloatVector.broadcast(LANES, a[q3 + L]);
      c10 = s.fma(b0, c10);
      c11 = s.fma(b1, c11);
      s = FloatVector.broadcast(LANES, a[q3 + 2 * L]);
      c20 = s.fma(b0, c20);
      c21 = s.fma(b1, c21);
      s = FloatVector.broadcast(LANES, a[q3 + 3 * L]);
      c30 = s.fma(b0, c30);
      c31 = s.fma(b1, c31);
      s = FloatVector.broadcast(LANES, a[q3 + 4 * L]);
      c40 = s.fma(b0, c40);
      c41 = s.fma(b1, c41);
    }
    c00.intoArray(c, cOff);
    c01.intoArray(c, cOff + L);
    c10.intoArray(c, cOff + ld);
    c11.intoArray(c, cOff + ld + L);
    c20.intoArray(c, cOff + 2 * ld);
    c21.intoArray(c, cOff + 2 * ld + L);
    c30.intoArray(c, cOff + 3 * ld);
    c31.intoArray(c, cOff + 3 * ld + L);
    c40.intoArray(c, cOff + 4 * ld);
    c41.intoArray(c, cOff + 4 * ld + L);
  }

  /** A tile of 5 × L results. */
  private static void narrow(
      float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, int inner) {
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector c00 = zero;
    FloatVector c10 = zero;
    FloatVector c20 = zero;
    FloatVector c30 = zero;
    FloatVector c40 = zero;
    for (int k = 0, q = aOff; k < inner; k++, q += ((k & (L - 1)) == 0 ? (ROWS - 1) * L + 1 : 1)) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bOff + L * k);
      FloatVector s = FloatVector.broadcast(LANES, a[q]);
      c00 = s.fma(b0, c00);
      s = FloatVector.broadcast(LANES, a[q + L]);
      c10 = s.fma(b0, c10);
      s = FloatVector.broadcast(LANES, a[q + 2 * L]);
      c20 = s.fma(b0, c20);
      s = FloatVector.broadcast(LANES, a[q + 3 * L]);
      c30 = s.fma(b0, c30);
      s = FloatVector.broadcast(LANES, a[q + 4 * L]);
      c40 = s.fma(b0, c40);
    }
    c00.intoArray(c, cOff);
    c10.intoArray(c, cOff + ld);
    c20.intoArray(c, cOff + 2 * ld);
    c30.intoArray(c, cOff + 3 * ld);
    c40.intoArray(c, cOff + 4 * ld);
  }
}
