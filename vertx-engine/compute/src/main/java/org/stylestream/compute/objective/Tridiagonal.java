package org.stylestream.compute.objective;

import java.util.Arrays;

/**
 * A symmetric matrix A = Q·T·Qᵀ with T tridiagonal and Q a product of Householder reflections H_k =
 * I − β_k·v_k·v_kᵀ (G. Golub, C. Van Loan, Matrix Computations, 4th edition, algorithm 8.3.1). Each
 * reflection goes through the matrix once: what it leaves is multiplied by the next vector at the
 * same time.
 */
final class Tridiagonal {
  private final int size;
  private final double[] diagonal;
  private final double[] beside;
  private final double[][] reflectors;
  private final double[] betas;

  /**
   * @param matrix A, overwritten
   */
  Tridiagonal(double[][] matrix) {
    size = matrix.length;
    diagonal = new double[size];
    beside = new double[size];
    int count = Math.max(0, size - 2);
    reflectors = new double[count][];
    betas = new double[count];
    reduce(matrix);
  }

  private void reduce(double[][] matrix) {
    double[] product = new double[size];
    double[] before = new double[size];
    double[] update = new double[size];
    for (int k = 0; k < reflectors.length; k++) {
      // What reflection k − 1 makes of row k has to be known before there is reflection k.
      if (k > 0) {
        updateRow(matrix[k], before, update, k, k);
      }
      double[] v = reflect(k, matrix[k]);
      Arrays.fill(product, 0);
      for (int i = k + 1; i < size; i++) {
        if (k > 0) {
          updateRow(matrix[i], before, update, i, k + 1);
        }
        addRow(product, v[i], matrix[i], k + 1);
      }
      before = v;
      setUpdate(update, product, v, betas[k], k + 1);
    }
    for (int i = reflectors.length; i < size; i++) {
      if (reflectors.length > 0) {
        updateRow(matrix[i], before, update, i, reflectors.length);
      }
      diagonal[i] = matrix[i][i];
      beside[i] = i + 1 < size ? matrix[i][i + 1] : 0;
    }
  }

  /** A_i ← A_i − v_i·w − w_i·v */
  private void updateRow(double[] row, double[] v, double[] w, int i, int from) {
    double vi = v[i];
    double wi = w[i];
    for (int j = from; j < size; j++) {
      row[j] -= vi * w[j] + wi * v[j];
    }
  }

  private void addRow(double[] sum, double factor, double[] row, int from) {
    for (int j = from; j < size; j++) {
      sum[j] += factor * row[j];
    }
  }

  /** w = p − ½β(pᵀv)·v with p = β·A·v, so that H·A·H = A − v·wᵀ − w·vᵀ */
  private void setUpdate(double[] w, double[] product, double[] v, double beta, int from) {
    double dot = 0;
    for (int j = from; j < size; j++) {
      dot += product[j] * v[j];
    }
    double half = 0.5 * beta * beta * dot;
    Arrays.fill(w, 0, from, 0);
    for (int j = from; j < size; j++) {
      w[j] = beta * product[j] - half * v[j];
    }
  }

  /** Makes the reflection that leaves of row k only what is beside the diagonal. */
  private double[] reflect(int k, double[] row) {
    double square = 0;
    for (int j = k + 2; j < size; j++) {
      square += row[j] * row[j];
    }
    double[] v = new double[size];
    reflectors[k] = v;
    diagonal[k] = row[k];
    beside[k] = row[k + 1];
    if (square == 0) {
      return v;
    }
    double norm = Math.sqrt(square + row[k + 1] * row[k + 1]);
    beside[k] = row[k + 1] > 0 ? -norm : norm;
    System.arraycopy(row, k + 1, v, k + 1, size - k - 1);
    v[k + 1] = row[k + 1] - beside[k];
    betas[k] = 2 / (square + v[k + 1] * v[k + 1]);
    return v;
  }

  /** rows ← Qᵀ·rows */
  void applyTransposed(double[][] rows) {
    int columns = rows[0].length;
    double[] product = new double[columns];
    for (int k = 0; k < reflectors.length; k++) {
      double[] v = reflectors[k];
      Arrays.fill(product, 0);
      RowSum.add(product, v, rows, k + 1, size, 0, columns);
      for (int i = k + 1; i < size; i++) {
        double factor = -betas[k] * v[i];
        double[] row = rows[i];
        for (int j = 0; j < columns; j++) {
          row[j] += factor * product[j];
        }
      }
    }
  }

  /**
   * T^−½ for a positive definite T, from T^−½ = 2/π · ∫ (t² + T)⁻¹ dt over t &gt; 0, with t = eᵘ
   * and the trapezoidal rule, whose error at a step h is 2·exp(−π²/h) (L. Trefethen, J. Weideman,
   * The Exponentially Convergent Trapezoidal Rule, SIAM Review 56, 2014, theorem 5.1: the
   * integrand's poles are π/2 from the real axis).
   *
   * @param least at most T's least eigenvalue, above 0
   * @param largest at least T's largest eigenvalue
   */
  double[][] inverseRoot(double least, double largest) {
    double step = 0.65;
    double reach = 15; // What is beyond is less than 2/π·exp(−15) of the whole.
    double[][] root = new double[size][size];
    double end = Math.log(largest) / 2 + reach;
    for (double u = Math.log(least) / 2 - reach; u < end; u += step) {
      double t = Math.exp(u);
      addInverse(2 / Math.PI * step * t, t * t, root);
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        root[i][j] = root[j][i];
      }
    }
    return root;
  }

  /**
   * Adds factor · (T + shift)⁻¹ to an upper triangle. With the pivots d of elimination from above
   * and e from below, the inverse has 1/(d_i + e_i − T_ii − shift) on its diagonal, and beside it
   * each row is −T_i,i+1/d_i times the row below.
   */
  private void addInverse(double factor, double shift, double[][] target) {
    double[] above = new double[size];
    for (int i = 0; i < size; i++) {
      above[i] = diagonal[i] + shift - (i == 0 ? 0 : beside[i - 1] * beside[i - 1] / above[i - 1]);
    }
    double[] row = new double[size];
    double below = 0;
    for (int i = size - 1; i >= 0; i--) {
      double own = diagonal[i] + shift;
      below = own - (i + 1 == size ? 0 : beside[i] * beside[i] / below);
      double ratio = -beside[i] / above[i];
      double[] sum = target[i];
      for (int j = i + 1; j < size; j++) {
        row[j] *= ratio;
        sum[j] += row[j];
      }
      row[i] = factor / (above[i] + below - own);
      sum[i] += row[i];
    }
  }

  /** Σ T∘X, the trace of T·X, for a symmetric X. */
  double trace(double[][] x) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += diagonal[i] * x[i][i];
      if (i + 1 < size) {
        sum += 2 * beside[i] * x[i][i + 1];
      }
    }
    return sum;
  }
}
