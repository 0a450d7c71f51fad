package org.stylestream.compute.image;

import java.util.Arrays;

/**
 * The symmetric square root of a positive definite matrix and its inverse, by the coupled
 * Newton–Schulz iteration Y ← ½ · Y · (3I − Z·Y), Z ← ½ · (3I − Z·Y) · Z from Y = A/‖A‖, Z = I (N.
 * Higham, Functions of Matrices, SIAM 2008, equation 6.35).
 *
 * @param root A^½
 * @param inverse A^−½
 */
record SquareRoots(double[][] root, double[][] inverse) {
  /** Enough for condition numbers of 1e10: the smallest eigenvalue more than doubles in each. */
  private static final int ITERATIONS = 40;

  static SquareRoots of(double[][] matrix) {
    int size = matrix.length;
    double norm =
        Math.sqrt(
            Arrays.stream(matrix)
                .flatMapToDouble(Arrays::stream)
                .map(value -> value * value)
                .sum());
    double[][] root = new double[size][size];
    double[][] inverse = new double[size][size];
    for (int i = 0; i < size; i++) {
      inverse[i][i] = 1;
      for (int j = 0; j < size; j++) {
        root[i][j] = matrix[i][j] / norm;
      }
    }
    for (int i = 0; i < ITERATIONS; i++) {
      double[][] step = step(product(inverse, root));
      root = product(root, step);
      inverse = product(step, inverse);
    }
    return new SquareRoots(scaled(root, Math.sqrt(norm)), scaled(inverse, 1 / Math.sqrt(norm)));
  }

  /** ½ · (3I − product) */
  private static double[][] step(double[][] product) {
    double[][] step = scaled(product, -0.5);
    for (int i = 0; i < step.length; i++) {
      step[i][i] += 1.5;
    }
    return step;
  }

  private static double[][] scaled(double[][] matrix, double factor) {
    return Arrays.stream(matrix)
        .map(row -> Arrays.stream(row).map(value -> factor * value).toArray())
        .toArray(double[][]::new);
  }

  static double[][] product(double[][] left, double[][] right) {
    double[][] product = new double[left.length][right[0].length];
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right[0].length; j++) {
        for (int k = 0; k < right.length; k++) {
          product[i][j] += left[i][k] * right[k][j];
        }
      }
    }
    return product;
  }
}
