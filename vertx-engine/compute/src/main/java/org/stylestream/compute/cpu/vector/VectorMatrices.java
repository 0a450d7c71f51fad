package org.stylestream.compute.cpu.vector;

import static org.stylestream.compute.cpu.vector.VectorKernels.COLUMNS;
import static org.stylestream.compute.cpu.vector.VectorKernels.L;

import org.stylestream.compute.cpu.Matrices;

/** Right operands in panels of 2·L columns, the last perhaps of L; a panel lies row by row. */
final class VectorMatrices implements Matrices {
  private final int inner;
  private final int columns;
  private final float[] data;

  VectorMatrices(int count, int inner, int columns) {
    this.inner = VectorKernels.roundUp(inner, 4);
    this.columns = VectorKernels.roundUp(columns, L);
    data = new float[Math.multiplyExact(count, Math.multiplyExact(this.inner, this.columns))];
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
    int panel = column / COLUMNS * COLUMNS;
    int width = Math.min(COLUMNS, columns - panel);
    data[offset(matrix) + panel * inner + row * width + column - panel] = value;
  }

  float[] data() {
    return data;
  }

  int offset(int matrix) {
    return matrix * inner * columns;
  }
}
