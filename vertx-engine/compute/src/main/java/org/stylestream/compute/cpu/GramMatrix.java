package org.stylestream.compute.cpu;

import java.util.Arrays;

/**
 * Gram matrices and the products with symmetric matrices that pull them back. The positions are cut
 * into a number of runs that depends on nothing but their count; the runs' sums are added in their
 * order.
 */
final class GramMatrix {
  private static final int MOST_RUNS = 24;

  private final Team team;
  private final Kernels kernels;
  private final GramSum[] runs = new GramSum[MOST_RUNS];
  private final Block[] blocks;
  private final float[][] weighted;

  /** Runs of positions: where they lie, one after the other. */
  private record Rows(float[] data, int at) {}

  /** Where the positions of a map are had from. */
  @FunctionalInterface
  private interface Source {
    Rows rows(int worker, int from, int count);
  }

  GramMatrix(Kernels kernels, Team team) {
    this.kernels = kernels;
    this.team = team;
    Arrays.setAll(runs, run -> kernels.gramSum());
    blocks = new Block[team.size()];
    Arrays.setAll(blocks, worker -> kernels.block(1));
    weighted = new float[team.size()][0];
  }

  /** How many runs a map of so many positions is cut into. */
  static long runs(long positions) {
    return Math.min(MOST_RUNS, (positions + GramSum.POSITIONS - 1) / GramSum.POSITIONS);
  }

  /** gram += FᵀF, channels × channels. */
  void add(Tensor features, float[] gram) {
    add(features, plain(features), gram);
  }

  /**
   * gram += Σ_p weight_p · F_p·F_pᵀ
   *
   * @param first where the weights of the features' positions begin
   */
  void add(Tensor features, float[] weights, int first, float[] gram) {
    add(features, scaled(features, p -> (float) Math.sqrt(weights[first + p])), gram);
  }

  private void add(Tensor features, Source source, float[] gram) {
    int parts = parts(features.positions());
    int used = (int) runs(features.positions());
    team.run(
        used,
        (worker, run) -> {
          runs[run].clear(features.channels(), features.stride());
          int to = (int) ((long) parts * (run + 1) / used);
          for (int part = (int) ((long) parts * run / used); part < to; part++) {
            int from = part * GramSum.POSITIONS;
            int count = Math.min(GramSum.POSITIONS, features.positions() - from);
            Rows rows = source.rows(worker, from, count);
            runs[run].add(rows.data(), rows.at(), count);
          }
        });
    int channels = features.channels();
    team.run(channels, (worker, row) -> addRow(row, used, channels, gram));
  }

  private void addRow(int row, int used, int channels, float[] gram) {
    for (int run = 0; run < used; run++) {
      runs[run].addRow(row, gram);
    }
    for (int column = row + 1; column < channels; column++) {
      gram[column * channels + row] = gram[row * channels + column];
    }
  }

  /**
   * gradient = gradient + factor · F·D
   *
   * @param features F
   * @param matrix D, symmetric, channels × channels
   * @param right room for D
   * @param gradient laid out in its array as F is in its own
   * @param overwrite whether the gradient holds nothing yet
   */
  void addProduct(
      double factor,
      Tensor features,
      float[] matrix,
      Matrices right,
      Tensor gradient,
      boolean overwrite) {
    addProduct(factor, features, plain(features), matrix, right, gradient, overwrite);
  }

  /**
   * gradient_p = gradient_p + factor · weight_p · F_p·D, and otherwise as the other.
   *
   * @param first where the weights of the features' positions begin
   */
  void addProduct(
      double factor,
      Tensor features,
      float[] weights,
      int first,
      float[] matrix,
      Matrices right,
      Tensor gradient,
      boolean overwrite) {
    Source source = scaled(features, p -> weights[first + p]);
    addProduct(factor, features, source, matrix, right, gradient, overwrite);
  }

  private void addProduct(
      double factor,
      Tensor features,
      Source source,
      float[] matrix,
      Matrices right,
      Tensor gradient,
      boolean overwrite) {
    int channels = features.channels();
    team.run(
        channels,
        (worker, i) -> {
          for (int j = 0; j < channels; j++) {
            right.set(0, i, j, (float) (factor * matrix[i * channels + j]));
          }
        });
    Epilogue epilogue = overwrite ? Epilogue.copy() : Epilogue.add();
    team.run(
        parts(features.positions()),
        (worker, part) -> {
          int from = part * GramSum.POSITIONS;
          int count = Math.min(GramSum.POSITIONS, features.positions() - from);
          int offset = features.start() + from * features.stride();
          Rows rows = source.rows(worker, from, count);
          Block block = blocks[worker];
          block.shape(1, GramSum.POSITIONS, right.inner(), right.columns());
          for (int p = 0; p < count; p++) {
            block.load(p, rows.data(), rows.at() + p * features.stride(), channels);
          }
          block.multiply(0, right, count);
          for (int p = 0; p < count; p++) {
            block.store(p, epilogue, gradient.data(), offset + p * features.stride());
          }
        });
  }

  private static Source plain(Tensor features) {
    return (worker, from, count) ->
        new Rows(features.data(), features.start() + from * features.stride());
  }

  /** The positions multiplied by a factor each, a few at a time. */
  private Source scaled(Tensor features, PositionFactor factors) {
    int stride = features.stride();
    return (worker, from, count) -> {
      if (weighted[worker].length < GramSum.POSITIONS * stride) {
        weighted[worker] = new float[GramSum.POSITIONS * stride];
      }
      float[] target = weighted[worker];
      for (int p = 0; p < count; p++) {
        float factor = factors.of(from + p);
        for (int c = 0; c < stride; c++) {
          target[p * stride + c] =
              factor * features.data()[features.start() + (from + p) * stride + c];
        }
      }
      return new Rows(target, 0);
    };
  }

  private static int parts(int positions) {
    return (positions + GramSum.POSITIONS - 1) / GramSum.POSITIONS;
  }
}
