package org.stylestream.compute.cpu;

import java.util.Arrays;

/** Right operands row by row, with rows of zeros up to a padded count. */
final class PlainMatrices implements Matrices {
  private final int inner;
  private final int columns;
  private final float[][][] rows;

  PlainMatrices(int count, int inner, int columns) {
    this.inner = PlainProduct.padded(inner);
    this.columns = columns;
    rows = new float[count][][];
    Arrays.setAll(rows, matrix -> PlainProduct.rows(this.inner, columns));
  }

  @Override
  public int inner() {
    return inner;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public void set(int matrix, int row, int column, float value) {
    rows[matrix][row][PlainProduct.LEAD + column] = value;
  }

  float[][] matrix(int index) {
    return rows[index];
  }
}
