package org.stylestream.compute.cpu.vector;

import static org.stylestream.compute.cpu.WinogradPoints.A;
import static org.stylestream.compute.cpu.WinogradPoints.A2;
import static org.stylestream.compute.cpu.WinogradPoints.A2B2;
import static org.stylestream.compute.cpu.WinogradPoints.A2_PLUS_B2;
import static org.stylestream.compute.cpu.WinogradPoints.A3;
import static org.stylestream.compute.cpu.WinogradPoints.B;
import static org.stylestream.compute.cpu.WinogradPoints.B2;
import static org.stylestream.compute.cpu.WinogradPoints.B3;
import static org.stylestream.compute.cpu.vector.VectorKernels.L;
import static org.stylestream.compute.cpu.vector.VectorKernels.LANES;
import static org.stylestream.compute.cpu.vector.VectorKernels.ROWS;
import static org.stylestream.compute.cpu.vector.VectorKernels.roundUp;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.stylestream.compute.cpu.Block;
import org.stylestream.compute.cpu.Epilogue;
import org.stylestream.compute.cpu.Matrices;

/**
 * Left operands in panels of {@link VectorKernels#ROWS} rows, in which runs of L values of each row
 * lie side by side; results row by row.
 */
final class VectorBlock implements Block {
  /** Channels that are transformed together, so that a tile of them stays in the first cache. */
  private static final int CHANNELS = 64;

  private static final int CACHE_LINE = 16;

  private final VectorKernels kernels;
  private final float[][] halves;
  private final float[][] tiles;
  private float[] left = {};
  private float[] results = {};
  private int inner;
  private int columns;
  private int leftSize;
  private int resultSize;

  VectorBlock(VectorKernels kernels, int workers) {
    this.kernels = kernels;
    halves = new float[workers][36 * CHANNELS];
    tiles = new float[workers][4 * CHANNELS];
  }

  @Override
  public void shape(int count, int rows, int inner, int columns) {
    this.inner = roundUp(inner, L);
    this.columns = columns;
    int padded = roundUp(rows, ROWS);
    leftSize = apart(Math.multiplyExact(padded, this.inner));
    resultSize = apart(Math.multiplyExact(padded, columns));
    left = grown(left, Math.multiplyExact(count, leftSize));
    results = grown(results, Math.multiplyExact(count, resultSize));
  }

  /** An odd number of cache lines, so that the matrices don't fall on the same cache sets. */
  private static int apart(int floats) {
    return ((floats + CACHE_LINE - 1) / CACHE_LINE | 1) * CACHE_LINE;
  }

  private static float[] grown(float[] buffer, int size) {
    return buffer.length >= size ? buffer : new float[size];
  }

  private int leftOffset(int row) {
    return row / ROWS * ROWS * inner + row % ROWS * L;
  }

  @Override
  public void load(int row, float[] source, int at, int n) {
    int to = leftOffset(row);
    int whole = n / L * L;
    for (int i = 0; i < whole; i += L) {
      FloatVector.fromArray(LANES, source, at + i).intoArray(left, to + i * ROWS);
    }
    if (whole < inner) {
      int end = to + whole * ROWS;
      Arrays.fill(left, end, end + L, 0f);
      System.arraycopy(source, at + whole, left, end, n - whole);
    }
  }

  @Override
  public void multiply(int matrix, Matrices right, int rows) {
    VectorMatrices b = (VectorMatrices) right;
    kernels.multiply(
        left,
        matrix * leftSize,
        inner,
        b.data(),
        b.offset(matrix),
        results,
        matrix * resultSize,
        rows,
        b.inner(),
        columns);
  }

  @Override
  public void store(int row, Epilogue epilogue, float[] target, int at) {
    finish(results, row * columns, epilogue, target, at, 0, columns);
  }

  @Override
  public void transformInput(
      int worker, int row, float[] source, int at, int rowStride, int stride) {
    float[] half = halves[worker];
    int to = leftOffset(row);
    for (int channel = 0; channel < stride; channel += CHANNELS) {
      int n = Math.min(CHANNELS, stride - channel);
      for (int x = 0; x < 6; x++) {
        input(source, at + x * stride + channel, rowStride, half, x * CHANNELS, 6 * CHANNELS, L, n);
      }
      for (int y = 0; y < 6; y++) {
        input(
            half,
            y * 6 * CHANNELS,
            CHANNELS,
            left,
            y * 6 * leftSize + to + channel * ROWS,
            leftSize,
            ROWS * L,
            n);
      }
    }
  }

  /**
   * d → Bᵀ·d along one direction, for n channels; runs of L results lie {@code run} floats apart.
   */
  private static void input(
      float[] src, int s, int sStride, float[] dst, int d, int dStride, int run, int n) {
    for (int c = 0, to = d; c < n; c += L, to += run) {
      int from = s + c;
      FloatVector d1 = FloatVector.fromArray(LANES, src, from + sStride);
      FloatVector d2 = FloatVector.fromArray(LANES, src, from + 2 * sStride);
      FloatVector d3 = FloatVector.fromArray(LANES, src, from + 3 * sStride);
      FloatVector d4 = FloatVector.fromArray(LANES, src, from + 4 * sStride);
      FloatVector even = d2.lanewise(VectorOperators.FMA, -B2, d4);
      FloatVector odd = d1.lanewise(VectorOperators.FMA, -B2, d3);
      odd.lanewise(VectorOperators.FMA, A, even).intoArray(dst, to + dStride);
      odd.lanewise(VectorOperators.FMA, -A, even).intoArray(dst, to + 2 * dStride);
      FloatVector p = d2.lanewise(VectorOperators.FMA, -A2, d4);
      FloatVector q = d1.lanewise(VectorOperators.FMA, -A2, d3);
      q.lanewise(VectorOperators.FMA, B, p).intoArray(dst, to + 3 * dStride);
      q.lanewise(VectorOperators.FMA, -B, p).intoArray(dst, to + 4 * dStride);
      FloatVector d0 = FloatVector.fromArray(LANES, src, from);
      FloatVector first = d2.lanewise(VectorOperators.FMA, -A2_PLUS_B2, d4);
      d0.lanewise(VectorOperators.FMA, A2B2, first).intoArray(dst, to);
      FloatVector d5 = FloatVector.fromArray(LANES, src, from + 5 * sStride);
      FloatVector last = d3.lanewise(VectorOperators.FMA, -A2_PLUS_B2, d5);
      d1.lanewise(VectorOperators.FMA, A2B2, last).intoArray(dst, to + 5 * dStride);
    }
  }

  @Override
  public void transformOutput(
      int worker,
      int row,
      Epilogue epilogue,
      float[] target,
      int at,
      int rowStride,
      int height,
      int width) {
    float[] half = halves[worker];
    float[] tile = tiles[worker];
    for (int channel = 0; channel < columns; channel += CHANNELS) {
      int n = Math.min(CHANNELS, columns - channel);
      for (int x = 0; x < 6; x++) {
        int from = x * resultSize + row * columns + channel;
        output(results, from, 6 * resultSize, half, x * CHANNELS, 6 * CHANNELS, n);
      }
      for (int y = 0; y < height; y++) {
        output(half, y * 6 * CHANNELS, CHANNELS, tile, 0, CHANNELS, n);
        for (int x = 0; x < width; x++) {
          int to = at + y * rowStride + x * columns + channel;
          finish(tile, x * CHANNELS, epilogue, target, to, channel, n);
        }
      }
    }
  }

  /** m → Aᵀ·m along one direction, for n channels. */
  private static void output(
      float[] src, int s, int sStride, float[] dst, int d, int dStride, int n) {
    for (int c = 0; c < n; c += L) {
      int from = s + c;
      int to = d + c;
      FloatVector m1 = FloatVector.fromArray(LANES, src, from + sStride);
      FloatVector m2 = FloatVector.fromArray(LANES, src, from + 2 * sStride);
      FloatVector m3 = FloatVector.fromArray(LANES, src, from + 3 * sStride);
      FloatVector m4 = FloatVector.fromArray(LANES, src, from + 4 * sStride);
      FloatVector sum12 = m1.add(m2);
      FloatVector difference12 = m1.sub(m2);
      FloatVector sum34 = m3.add(m4);
      FloatVector difference34 = m3.sub(m4);
      FloatVector.fromArray(LANES, src, from).add(sum12).add(sum34).intoArray(dst, to);
      difference34
          .lanewise(VectorOperators.FMA, B, difference12.mul(A))
          .intoArray(dst, to + dStride);
      sum34.lanewise(VectorOperators.FMA, B2, sum12.mul(A2)).intoArray(dst, to + 2 * dStride);
      FloatVector m5 = FloatVector.fromArray(LANES, src, from + 5 * sStride);
      FloatVector last = difference34.lanewise(VectorOperators.FMA, B3, m5);
      difference12.lanewise(VectorOperators.FMA, A3, last).intoArray(dst, to + 3 * dStride);
    }
  }

  private static void finish(
      float[] src, int s, Epilogue epilogue, float[] dst, int d, int channel, int n) {
    switch (epilogue.kind()) {
      case COPY -> System.arraycopy(src, s, dst, d, n);
      case ADD -> add(src, s, dst, d, n);
      case BIAS_RELU -> biasRelu(src, s, epilogue.operand(), channel, dst, d, n);
      case MASK -> mask(src, s, epilogue.operand(), dst, d, n);
      case ADD_MASK -> addMask(src, s, epilogue.operand(), dst, d, n);
    }
  }

  private static void add(float[] src, int s, float[] dst, int d, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector.fromArray(LANES, src, s + i)
          .add(FloatVector.fromArray(LANES, dst, d + i))
          .intoArray(dst, d + i);
    }
  }

  private static void biasRelu(float[] src, int s, float[] bias, int b, float[] dst, int d, int n) {
    FloatVector zero = FloatVector.zero(LANES);
    for (int i = 0; i < n; i += L) {
      FloatVector.fromArray(LANES, src, s + i)
          .add(FloatVector.fromArray(LANES, bias, b + i))
          .max(zero)
          .intoArray(dst, d + i);
    }
  }

  private static void mask(float[] src, int s, float[] activation, float[] dst, int d, int n) {
    FloatVector zero = FloatVector.zero(LANES);
    for (int i = 0; i < n; i += L) {
      FloatVector a = FloatVector.fromArray(LANES, activation, d + i);
      zero.blend(FloatVector.fromArray(LANES, src, s + i), a.compare(VectorOperators.GT, 0f))
          .intoArray(dst, d + i);
    }
  }

  private static void addMask(float[] src, int s, float[] activation, float[] dst, int d, int n) {
    FloatVector zero = FloatVector.zero(LANES);
    for (int i = 0; i < n; i += L) {
      FloatVector a = FloatVector.fromArray(LANES, activation, d + i);
      FloatVector sum =
          FloatVector.fromArray(LANES, src, s + i).add(FloatVector.fromArray(LANES, dst, d + i));
      zero.blend(sum, a.compare(VectorOperators.GT, 0f)).intoArray(dst, d + i);
    }
  }
}
