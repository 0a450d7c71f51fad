package org.stylestream.compute.objective;

/** Linear combinations of the rows of a matrix, in a loop that C2 vectorises by itself. */
final class RowSum {
  /** Rows that go by together, so that the target is read and written less often. */
  private static final int STEP = 4;

  private RowSum() {}

  /** target_j += Σ_k factors_k · rows_kj over {@code from} ≤ k &lt; {@code to}, for columns j. */
  static void add(
      double[] target,
      double[] factors,
      double[][] rows,
      int from,
      int to,
      int firstColumn,
      int endColumn) {
    int k = from;
    for (; k + STEP <= to; k += STEP) {
      double f0 = factors[k];
      double f1 = factors[k + 1];
      double f2 = factors[k + 2];
      double f3 = factors[k + 3];
      double[] r0 = rows[k];
      double[] r1 = rows[k + 1];
      double[] r2 = rows[k + 2];
      double[] r3 = rows[k + 3];
      for (int j = firstColumn; j < endColumn; j++) {
        target[j] += f0 * r0[j] + f1 * r1[j] + f2 * r2[j] + f3 * r3[j];
      }
    }
    for (; k < to; k++) {
      double factor = factors[k];
      double[] row = rows[k];
      for (int j = firstColumn; j < endColumn; j++) {
        target[j] += factor * row[j];
      }
    }
  }
}
