package org.stylestream.compute.cpu;

import java.util.Arrays;

/** FᵀF by updates of three rows with three positions each, from the diagonal on. */
final class PlainGramSum implements GramSum {
  private static final int STEP = PlainProduct.STEP;

  /** Columns that a row's update may begin at, so that vectors stay on their boundaries. */
  private static final int ALIGNMENT = 16;

  /** Floats of positions that stay in the first cache while the rows go by. */
  private static final int CACHED = 6144;

  private final PlainProduct product;
  private float[][] sums = {};
  private float[][] pixels = {};
  private int channels;
  private int stride;

  PlainGramSum(PlainProduct product) {
    this.product = product;
  }

  @Override
  public void clear(int channels, int stride) {
    this.channels = channels;
    this.stride = stride;
    int rows = PlainProduct.padded(channels);
    if (sums.length < rows) {
      sums = new float[rows][PlainProduct.rowLength(rows)];
      pixels = new float[PlainProduct.padded(POSITIONS)][PlainProduct.rowLength(rows)];
    }
    for (int i = 0; i < rows; i++) {
      Arrays.fill(sums[i], 0f);
    }
  }

  @Override
  public void add(float[] features, int at, int positions) {
    int rows = PlainProduct.padded(channels);
    int padded = PlainProduct.padded(positions);
    for (int p = 0; p < padded; p++) {
      int n = p < positions ? channels : 0;
      System.arraycopy(features, n == 0 ? 0 : at + p * stride, pixels[p], 0, n);
      Arrays.fill(pixels[p], n, rows, 0f);
    }
    int step = Math.max(4, CACHED / channels / STEP) * STEP;
    for (int first = 0; first < padded; first += step) {
      for (int i = 0; i < channels; i += STEP) {
        for (int p = first; p < Math.min(padded, first + step); p += STEP) {
          update(i, p);
        }
      }
    }
  }

  private void update(int i, int p) {
    float[] x = pixels[p];
    float[] y = pixels[p + 1];
    float[] z = pixels[p + 2];
    int at = i;
    product.update(
        false,
        x[at],
        y[at],
        z[at],
        x[at + 1],
        y[at + 1],
        z[at + 1],
        x[at + 2],
        y[at + 2],
        z[at + 2],
        x,
        y,
        z,
        sums[i],
        sums[i + 1],
        sums[i + 2],
        i / ALIGNMENT * ALIGNMENT,
        channels);
  }

  @Override
  public void addRow(int i, float[] gram) {
    for (int j = i; j < channels; j++) {
      gram[i * channels + j] += sums[i][j];
    }
  }
}
