package org.stylestream.compute.cpu;

import static org.stylestream.compute.cpu.WinogradPoints.A;
import static org.stylestream.compute.cpu.WinogradPoints.A2;
import static org.stylestream.compute.cpu.WinogradPoints.A2B2;
import static org.stylestream.compute.cpu.WinogradPoints.A2_PLUS_B2;
import static org.stylestream.compute.cpu.WinogradPoints.A3;
import static org.stylestream.compute.cpu.WinogradPoints.B;
import static org.stylestream.compute.cpu.WinogradPoints.B2;
import static org.stylestream.compute.cpu.WinogradPoints.B3;

import java.util.Arrays;

/**
 * Left operands and results row by row, every row an array of its own as {@link PlainProduct} wants
 * it.
 */
final class PlainBlock implements Block {
  private static final int SIDE = 6;
  private static final int POINTS = SIDE * SIDE;

  private final PlainProduct product;
  private final float[][][] patches;
  private final float[][][] halves;
  private final float[][][] tiles;
  private float[][][] left = {};
  private float[][][] results = {};
  private int inner;
  private int columns;

  PlainBlock(PlainProduct product, int workers) {
    this.product = product;
    patches = new float[workers][POINTS][0];
    halves = new float[workers][POINTS][0];
    tiles = new float[workers][SIDE][0];
  }

  /** Has C2 compile the transforms from a profile of long rows, as {@link PlainProduct#settle}. */
  static void settle() {
    int n = PlainProduct.SETTLING_LENGTH;
    float[][] r = new float[12][n];
    for (int i = 0; i < PlainProduct.SETTLING_CALLS; i++) {
      input(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], n);
      output(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], n);
    }
  }

  @Override
  public void shape(int count, int rows, int inner, int columns) {
    this.inner = PlainProduct.padded(inner);
    this.columns = columns;
    int padded = PlainProduct.padded(rows);
    left = grown(left, count, padded, PlainProduct.rowLength(this.inner));
    results = grown(results, count, padded, PlainProduct.rowLength(columns));
    int channels = PlainProduct.rowLength(Math.max(this.inner, columns));
    for (int worker = 0; worker < patches.length; worker++) {
      patches[worker] = grown(patches[worker], channels);
      halves[worker] = grown(halves[worker], channels);
      tiles[worker] = grown(tiles[worker], channels);
    }
  }

  private static float[][][] grown(float[][][] matrices, int count, int rows, int length) {
    if (matrices.length >= count && matrices[0].length >= rows && matrices[0][0].length >= length) {
      return matrices;
    }
    boolean empty = matrices.length == 0;
    int most = empty ? rows : Math.max(rows, matrices[0].length);
    int longest = empty ? length : Math.max(length, matrices[0][0].length);
    return new float[Math.max(count, matrices.length)][most][longest];
  }

  private static float[][] grown(float[][] rows, int length) {
    return rows[0].length >= length ? rows : new float[rows.length][length];
  }

  @Override
  public void load(int row, float[] source, int at, int n) {
    System.arraycopy(source, at, left[0][row], 0, n);
    Arrays.fill(left[0][row], n, inner, 0f);
  }

  @Override
  public void multiply(int matrix, Matrices right, int rows) {
    PlainMatrices b = (PlainMatrices) right;
    product.multiply(
        left[matrix],
        b.matrix(matrix),
        results[matrix],
        PlainProduct.padded(rows),
        b.inner(),
        columns);
  }

  @Override
  public void store(int row, Epilogue epilogue, float[] target, int at) {
    finish(0, results[0][row], epilogue, target, at);
  }

  @Override
  public void transformInput(
      int worker, int row, float[] source, int at, int rowStride, int stride) {
    float[][] patch = patches[worker];
    float[][] half = halves[worker];
    for (int p = 0; p < POINTS; p++) {
      int from = at + p / SIDE * rowStride + p % SIDE * stride;
      System.arraycopy(source, from, patch[p], 0, stride);
    }
    for (int x = 0; x < SIDE; x++) {
      input(
          patch[x],
          patch[6 + x],
          patch[12 + x],
          patch[18 + x],
          patch[24 + x],
          patch[30 + x],
          half[x],
          half[6 + x],
          half[12 + x],
          half[18 + x],
          half[24 + x],
          half[30 + x],
          stride);
    }
    for (int p = 0; p < POINTS; p += SIDE) {
      input(
          half[p],
          half[p + 1],
          half[p + 2],
          half[p + 3],
          half[p + 4],
          half[p + 5],
          left[p][row],
          left[p + 1][row],
          left[p + 2][row],
          left[p + 3][row],
          left[p + 4][row],
          left[p + 5][row],
          stride);
    }
    for (int p = 0; p < POINTS; p++) {
      Arrays.fill(left[p][row], stride, inner, 0f);
    }
  }

  /** d → Bᵀ·d along one direction, for n channels. */
  private static void input(
      float[] s0,
      float[] s1,
      float[] s2,
      float[] s3,
      float[] s4,
      float[] s5,
      float[] t0,
      float[] t1,
      float[] t2,
      float[] t3,
      float[] t4,
      float[] t5,
      int n) {
    for (int c = 0; c < n; c++) {
      float d1 = s1[c];
      float d2 = s2[c];
      float d3 = s3[c];
      float d4 = s4[c];
      float even = d4 - B2 * d2;
      float odd = A * (d3 - B2 * d1);
      float p = d4 - A2 * d2;
      float q = B * (d3 - A2 * d1);
      t0[c] = A2B2 * s0[c] + (d4 - A2_PLUS_B2 * d2);
      t1[c] = even + odd;
      t2[c] = even - odd;
      t3[c] = p + q;
      t4[c] = p - q;
      t5[c] = A2B2 * d1 + (s5[c] - A2_PLUS_B2 * d3);
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
    float[][] half = halves[worker];
    float[][] tile = tiles[worker];
    for (int x = 0; x < SIDE; x++) {
      output(
          results[x][row],
          results[6 + x][row],
          results[12 + x][row],
          results[18 + x][row],
          results[24 + x][row],
          results[30 + x][row],
          half[x],
          half[6 + x],
          half[12 + x],
          half[18 + x],
          columns);
    }
    for (int y = 0; y < height; y++) {
      int p = y * SIDE;
      output(
          half[p],
          half[p + 1],
          half[p + 2],
          half[p + 3],
          half[p + 4],
          half[p + 5],
          tile[0],
          tile[1],
          tile[2],
          tile[3],
          columns);
      for (int x = 0; x < width; x++) {
        finish(worker, tile[x], epilogue, target, at + y * rowStride + x * columns);
      }
    }
  }

  /** m → Aᵀ·m along one direction, for n channels. */
  private static void output(
      float[] s0,
      float[] s1,
      float[] s2,
      float[] s3,
      float[] s4,
      float[] s5,
      float[] t0,
      float[] t1,
      float[] t2,
      float[] t3,
      int n) {
    for (int c = 0; c < n; c++) {
      float m1 = s1[c];
      float m2 = s2[c];
      float m3 = s3[c];
      float m4 = s4[c];
      float sum12 = m1 + m2;
      float difference12 = m1 - m2;
      float sum34 = m3 + m4;
      float difference34 = m3 - m4;
      t0[c] = s0[c] + sum12 + sum34;
      t1[c] = A * difference12 + B * difference34;
      t2[c] = A2 * sum12 + B2 * sum34;
      t3[c] = A3 * difference12 + (B3 * difference34 + s5[c]);
    }
  }

  private void finish(int worker, float[] result, Epilogue epilogue, float[] target, int at) {
    switch (epilogue.kind()) {
      case COPY -> {}
      case ADD -> addTo(worker, result, target, at);
      case BIAS_RELU -> biasRelu(result, epilogue.operand(), columns);
      case MASK -> mask(worker, result, epilogue.operand(), at);
      case ADD_MASK -> {
        addTo(worker, result, target, at);
        mask(worker, result, epilogue.operand(), at);
      }
    }
    System.arraycopy(result, 0, target, at, columns);
  }

  private void addTo(int worker, float[] result, float[] target, int at) {
    float[] present = tiles[worker][4];
    System.arraycopy(target, at, present, 0, columns);
    add(result, present, columns);
  }

  private void mask(int worker, float[] result, float[] activation, int at) {
    float[] present = tiles[worker][4];
    System.arraycopy(activation, at, present, 0, columns);
    PlainKernels.maskRow(result, present, columns);
  }

  private static void add(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      x[i] += y[i];
    }
  }

  private static void biasRelu(float[] x, float[] bias, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.max(0f, x[i] + bias[i]);
    }
  }
}
