package org.stylestream.compute.cpu.vector;

import static org.stylestream.compute.cpu.vector.VectorKernels.COLUMNS;
import static org.stylestream.compute.cpu.vector.VectorKernels.L;
import static org.stylestream.compute.cpu.vector.VectorKernels.LANES;
import static org.stylestream.compute.cpu.vector.VectorKernels.ROWS;
import static org.stylestream.compute.cpu.vector.VectorKernels.roundUp;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.stylestream.compute.cpu.GramSum;

/**
 * FᵀF by the product kernel: F transposed on the left, a panel of F's columns on the right, the
 * upper triangle only.
 */
final class VectorGramSum implements GramSum {
  private static final int INNER = roundUp(POSITIONS, 16);

  private final VectorKernels kernels;
  private final float[] panel = new float[INNER * COLUMNS];
  private float[] sums = {};
  private float[] transposed = {};
  private float[] product = {};
  private int channels;
  private int stride;

  VectorGramSum(VectorKernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public void clear(int channels, int stride) {
    this.channels = channels;
    this.stride = stride;
    int rows = roundUp(channels, ROWS);
    if (sums.length < channels * stride) {
      sums = new float[channels * stride];
      transposed = new float[rows * INNER];
      product = new float[rows * COLUMNS];
    }
    Arrays.fill(sums, 0, channels * stride, 0f);
  }

  @Override
  public void add(float[] features, int at, int positions) {
    transpose(features, at, positions);
    for (int column = 0; column < stride; column += COLUMNS) {
      int width = Math.min(COLUMNS, stride - column);
      copyPanel(features, at + column, positions, width);
      int rows = Math.min(channels, column + width);
      kernels.multiply(
          transposed, 0, INNER, panel, 0, product, 0, rows, roundUp(positions, 4), width);
      for (int row = 0; row < rows; row++) {
        addRun(row * width, row * stride + column, width);
      }
    }
  }

  private void addRun(int from, int to, int width) {
    for (int i = 0; i < width; i += L) {
      FloatVector.fromArray(LANES, product, from + i)
          .add(FloatVector.fromArray(LANES, sums, to + i))
          .intoArray(sums, to + i);
    }
  }

  private void transpose(float[] features, int at, int positions) {
    int padded = roundUp(positions, 4);
    for (int p = 0; p < padded; p++) {
      int column = p / L * L * ROWS + p % L;
      for (int first = 0; first < channels; first += ROWS) {
        int to = first * INNER + column;
        int count = Math.min(ROWS, channels - first);
        if (p < positions) {
          int from = at + p * stride + first;
          for (int row = 0; row < count; row++) {
            transposed[to + row * L] = features[from + row];
          }
        } else {
          for (int row = 0; row < count; row++) {
            transposed[to + row * L] = 0f;
          }
        }
      }
    }
  }

  private void copyPanel(float[] features, int at, int positions, int width) {
    for (int p = 0; p < positions; p++) {
      for (int i = 0; i < width; i += L) {
        FloatVector.fromArray(LANES, features, at + p * stride + i).intoArray(panel, p * width + i);
      }
    }
    Arrays.fill(panel, positions * width, roundUp(positions, 4) * width, 0f);
  }

  @Override
  public void addRow(int i, float[] gram) {
    for (int j = i; j < channels; j++) {
      gram[i * channels + j] += sums[i * stride + j];
    }
  }
}
