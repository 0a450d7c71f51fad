package org.stylestream.compute.cpu.vector;

import static org.stylestream.compute.cpu.vector.VectorKernels.COLUMNS;
import static org.stylestream.compute.cpu.vector.VectorKernels.L;
import static org.stylestream.compute.cpu.vector.VectorKernels.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Matrix products by tiles of 12 × 2·L results: 24 accumulators and two loaded vectors, for 32
 * vector registers.
 *
 * <p>No helper methods in the loops: past C2's inlining limits they would stay calls, and the
 * accumulators would be boxed.
 */
final class TwelveRowTile {
  /** Rows that lie side by side in a panel of the left operand. */
  static final int ROWS = 12;

  private TwelveRowTile() {}

  /**
   * C = A·B for the first {@code rows} rows of A.
   *
   * @param a panels of 12 rows, in which runs of L values of each row lie side by side
   * @param aInner values in a row of A, a multiple of L
   * @param b panels of 2·L columns, the last perhaps of L
   * @param c row by row, with room for whole panels of rows
   * @param inner rows of B, a multiple of 4
   * @param columns columns of B, a multiple of L
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
      int columns) {
    for (int n = 0; n < columns; n += COLUMNS) {
      for (int row = 0; row < rows; row += ROWS) {
        int from = aOff + row * aInner;
        int to = cOff + row * columns + n;
        if (n + L == columns) {
          narrow(a, from, b, bOff + n * inner, c, to, columns, inner);
        } else if (rows - row <= 6) {
          half(a, from, b, bOff + n * inner, c, to, columns, inner);
        } else {
          whole(a, from, b, bOff + n * inner, c, to, columns, inner);
        }
      }
    }
  }

  /** A tile of 12 × 2·L results. */
  private static void whole(
      float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, int inner) {
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
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c60 = zero;
    FloatVector c61 = zero;
    FloatVector c70 = zero;
    FloatVector c71 = zero;
    FloatVector c80 = zero;
    FloatVector c81 = zero;
    FloatVector c90 = zero;
    FloatVector c91 = zero;
    FloatVector ca0 = zero;
    FloatVector ca1 = zero;
    FloatVector cb0 = zero;
    FloatVector cb1 = zero;
    for (int k = 0, q = aOff; k < inner; k++, q += ((k & (L - 1)) == 0 ? (ROWS - 1) * L + 1 : 1)) {
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
      s = FloatVector.broadcast(LANES, a[q + 5 * L]);
      c50 = s.fma(b0, c50);
      c51 = s.fma(b1, c51);
      s = FloatVector.broadcast(LANES, a[q + 6 * L]);
      c60 = s.fma(b0, c60);
      c61 = s.fma(b1, c61);
      s = FloatVector.broadcast(LANES, a[q + 7 * L]);
      c70 = s.fma(b0, c70);
      c71 = s.fma(b1, c71);
      s = FloatVector.broadcast(LANES, a[q + 8 * L]);
      c80 = s.fma(b0, c80);
      c81 = s.fma(b1, c81);
      s = FloatVector.broadcast(LANES, a[q + 9 * L]);
      c90 = s.fma(b0, c90);
      c91 = s.fma(b1, c91);
      s = FloatVector.broadcast(LANES, a[q + 10 * L]);
      ca0 = s.fma(b0, ca0);
      ca1 = s.fma(b1, ca1);
      s = FloatVector.broadcast(LANES, a[q + 11 * L]);
      cb0 = s.fma(b0, cb0);
      cb1 = s.fma(b1, cb1);
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
    c50.intoArray(c, cOff + 5 * ld);
    c51.intoArray(c, cOff + 5 * ld + L);
    c60.intoArray(c, cOff + 6 * ld);
    c61.intoArray(c, cOff + 6 * ld + L);
    c70.intoArray(c, cOff + 7 * ld);
    c71.intoArray(c, cOff + 7 * ld + L);
    c80.intoArray(c, cOff + 8 * ld);
    c81.intoArray(c, cOff + 8 * ld + L);
    c90.intoArray(c, cOff + 9 * ld);
    c91.intoArray(c, cOff + 9 * ld + L);
    ca0.intoArray(c, cOff + 10 * ld);
    ca1.intoArray(c, cOff + 10 * ld + L);
    cb0.intoArray(c, cOff + 11 * ld);
    cb1.intoArray(c, cOff + 11 * ld + L);
  }

  /** The first 6 rows of a tile. */
  private static void half(
      float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, int inner) {
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
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    for (int k = 0, q = aOff; k < inner; k++, q += ((k & (L - 1)) == 0 ? (ROWS - 1) * L + 1 : 1)) {
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
      s = FloatVector.broadcast(LANES, a[q + 5 * L]);
      c50 = s.fma(b0, c50);
      c51 = s.fma(b1, c51);
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
    c50.intoArray(c, cOff + 5 * ld);
    c51.intoArray(c, cOff + 5 * ld + L);
  }

  /** A tile of 12 × L results. */
  private static void narrow(
      float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, int inner) {
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector c00 = zero;
    FloatVector c10 = zero;
    FloatVector c20 = zero;
    FloatVector c30 = zero;
    FloatVector c40 = zero;
    FloatVector c50 = zero;
    FloatVector c60 = zero;
    FloatVector c70 = zero;
    FloatVector c80 = zero;
    FloatVector c90 = zero;
    FloatVector ca0 = zero;
    FloatVector cb0 = zero;
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
      s = FloatVector.broadcast(LANES, a[q + 5 * L]);
      c50 = s.fma(b0, c50);
      s = FloatVector.broadcast(LANES, a[q + 6 * L]);
      c60 = s.fma(b0, c60);
      s = FloatVector.broadcast(LANES, a[q + 7 * L]);
      c70 = s.fma(b0, c70);
      s = FloatVector.broadcast(LANES, a[q + 8 * L]);
      c80 = s.fma(b0, c80);
      s = FloatVector.broadcast(LANES, a[q + 9 * L]);
      c90 = s.fma(b0, c90);
      s = FloatVector.broadcast(LANES, a[q + 10 * L]);
      ca0 = s.fma(b0, ca0);
      s = FloatVector.broadcast(LANES, a[q + 11 * L]);
      cb0 = s.fma(b0, cb0);
    }
    c00.intoArray(c, cOff);
    c10.intoArray(c, cOff + ld);
    c20.intoArray(c, cOff + 2 * ld);
    c30.intoArray(c, cOff + 3 * ld);
    c40.intoArray(c, cOff + 4 * ld);
    c50.intoArray(c, cOff + 5 * ld);
    c60.intoArray(c, cOff + 6 * ld);
    c70.intoArray(c, cOff + 7 * ld);
    c80.intoArray(c, cOff + 8 * ld);
    c90.intoArray(c, cOff + 9 * ld);
    ca0.intoArray(c, cOff + 10 * ld);
    cb0.intoArray(c, cOff + 11 * ld);
  }
}
