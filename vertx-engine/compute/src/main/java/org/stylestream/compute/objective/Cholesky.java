package org.stylestream.compute.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A = CᵀC for a symmetric matrix, by Cholesky's method (N. Higham, Accuracy and Stability of
 * Numerical Algorithms, SIAM 2002, chapter 10).
 */
final class Cholesky {
  private final double[][] matrix;
  private final double[] left;
  private final List<double[]> rows = new ArrayList<>();

  private Cholesky(double[][] matrix) {
    this.matrix = matrix;
    left = new double[matrix.length];
    Arrays.setAll(left, i -> matrix[i][i]);
  }

  /**
   * The rows of an upper triangular C.
   *
   * @param matrix A, positive definite
   */
  static double[][] upper(double[][] matrix) {
    Cholesky factors = new Cholesky(matrix);
    for (int pivot = 0; pivot < matrix.length; pivot++) {
      factors.eliminate(pivot);
    }
    return factors.rows();
  }

  /**
   * The rows of a C of as few rows as A has rank: with complete pivoting (section 10.3 there),
   * which ends where what is left is rounding. So CᵀC is positive semidefinite even if A, as it was
   * computed, is not.
   *
   * @param matrix A
   * @param rounding what is left of a diagonal element, at most, where nothing is left
   */
  static double[][] ofRank(double[][] matrix, double rounding) {
    Cholesky factors = new Cholesky(matrix);
    int pivot = factors.largest();
    while (factors.left[pivot] > rounding) {
      factors.eliminate(pivot);
      pivot = factors.largest();
    }
    return factors.rows();
  }

  private double[][] rows() {
    return rows.toArray(double[][]::new);
  }

  private int largest() {
    int largest = 0;
    for (int i = 1; i < left.length; i++) {
      if (left[i] > left[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  private void eliminate(int pivot) {
    double[][] before = rows();
    double root = Math.sqrt(left[pivot]);
    double[] factors = new double[before.length];
    Arrays.setAll(factors, k -> -before[k][pivot]);
    double[] row = matrix[pivot].clone();
    RowSum.add(row, factors, before, 0, before.length, 0, row.length);
    for (int i = 0; i < row.length; i++) {
      row[i] = left[i] == Double.NEGATIVE_INFINITY ? 0 : row[i] / root;
      left[i] -= row[i] * row[i];
    }
    row[pivot] = root;
    left[pivot] = Double.NEGATIVE_INFINITY;
    rows.add(row);
  }
}
