package org.stylestream.compute.cpu;

/** Right operands row by row, with rows of zeros up to a padded count. */
final class PlainMatrices implements Matrices {
  private final int inner;
  private final int columns;
  private final float[][][] rows;

  PlainMatrices(int count, int inner, int columns) {
    this.inner = PlainProduct.padded(inner);
    this.columns = columns;
    rows = new float[count][this.inner][PlainProduct.rowLength(columns)];
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
    rows[matrix][row][column] = value;
  }

  float[][] matrix(int index) {
    return rows[index];
  }
}
