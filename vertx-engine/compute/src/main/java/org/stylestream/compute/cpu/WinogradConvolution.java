package org.stylestream.compute.cpu;

import java.util.Arrays;

/**
 * 3 × 3 convolutions with same padding by Winograd F(4×4, 3×3): tiles of 6 × 6 positions give 4 × 4
 * results through 36 matrix products. Every result is summed in one order, however the tiles are
 * shared out.
 */
final class WinogradConvolution implements Convolution {
  private static final int POINTS = WinogradFilter.POINTS;

  /** Floats of one worker's transformed tiles that fit its share of the caches. */
  private static final int BLOCK_FLOATS = POINTS * 64 * 36;

  /** Filters of more floats than this don't fit the caches, and go by the batch. */
  private static final long CACHED_FILTER_FLOATS = 4_000_000;

  /** Tiles in a batch. */
  private static final int BATCH = 288;

  private final Team team;
  private final Block[] own;
  private final Block shared;
  private final float[][] patches;

  WinogradConvolution(Kernels kernels, Team team) {
    this.team = team;
    own = new Block[team.size()];
    Arrays.setAll(own, worker -> kernels.block(1));
    shared = kernels.block(team.size());
    patches = new float[team.size()][0];
  }

  /**
   * About the floats that one worker reserves for a convolution.
   *
   * @param positions of the map
   */
  static long ownFloats(long positions, long inputs, long outputs) {
    long most = Math.max(inputs, outputs);
    long patch = 3 * POINTS * most;
    if (batched(inputs, outputs)) {
      return patch;
    }
    long tiles = Math.max(12, BLOCK_FLOATS / POINTS / most) + 11;
    return patch + POINTS * Math.min(tiles, positions / 16 + 12) * (inputs + outputs);
  }

  /** About the floats that all workers reserve together. */
  static long sharedFloats(long positions, long inputs, long outputs) {
    long tiles = Math.min(BATCH, positions / 14) + 12;
    return batched(inputs, outputs) ? POINTS * tiles * (inputs + outputs) : 0;
  }

  @Override
  public void reserve(int height, int width, int stride, Matrices filter) {
    int tiles = tiles(height, width);
    for (int worker = 0; worker < patches.length; worker++) {
      if (patches[worker].length < POINTS * stride) {
        patches[worker] = new float[POINTS * stride];
      }
    }
    if (batched(filter)) {
      shared.shape(POINTS, batch(tiles), filter.inner(), filter.columns());
      return;
    }
    for (Block block : own) {
      block.shape(POINTS, blockTiles(tiles, filter), filter.inner(), filter.columns());
    }
  }

  @Override
  public void run(Tensor in, Matrices filter, Epilogue epilogue, Tensor out) {
    reserve(in.height(), in.width(), in.stride(), filter);
    if (batched(filter)) {
      runBatches(in, filter, epilogue, out);
    } else {
      runBlocks(in, filter, epilogue, out);
    }
  }

  private static int tiles(int height, int width) {
    return ceilDiv(height, 4) * ceilDiv(width, 4);
  }

  private static boolean batched(Matrices filter) {
    return batched(filter.inner(), filter.columns());
  }

  private static boolean batched(long inputs, long outputs) {
    return POINTS * inputs * outputs > CACHED_FILTER_FLOATS;
  }

  private static int batch(int tiles) {
    return ceilDiv(tiles, ceilDiv(tiles, BATCH));
  }

  private int blockTiles(int tiles, Matrices filter) {
    int wanted = BLOCK_FLOATS / POINTS / Math.max(filter.inner(), filter.columns());
    int blocks = ceilDiv(tiles, Math.max(12, wanted));
    int even = ceilDiv(blocks, team.size()) * team.size();
    return ceilDiv(tiles, even);
  }

  private void runBlocks(Tensor in, Matrices filter, Epilogue epilogue, Tensor out) {
    int tiles = tiles(in.height(), in.width());
    int each = blockTiles(tiles, filter);
    team.run(
        ceilDiv(tiles, each),
        (worker, index) -> {
          Block block = own[worker];
          int from = index * each;
          int count = Math.min(each, tiles - from);
          for (int t = 0; t < count; t++) {
            transformInput(in, from + t, block, 0, patches[worker], t);
          }
          for (int point = 0; point < POINTS; point++) {
            block.multiply(point, filter, count);
          }
          for (int t = 0; t < count; t++) {
            transformOutput(out, from + t, block, 0, epilogue, t);
          }
        });
  }

  /**
   * All workers go through one batch together, so that each of the 36 filter matrices is read once.
   */
  private void runBatches(Tensor in, Matrices filter, Epilogue epilogue, Tensor out) {
    int tiles = tiles(in.height(), in.width());
    int batch = batch(tiles);
    for (int start = 0; start < tiles; start += batch) {
      int from = start;
      int count = Math.min(batch, tiles - from);
      team.run(
          count, (worker, t) -> transformInput(in, from + t, shared, worker, patches[worker], t));
      team.run(POINTS, (worker, point) -> shared.multiply(point, filter, count));
      team.run(count, (worker, t) -> transformOutput(out, from + t, shared, worker, epilogue, t));
    }
  }

  private static void transformInput(
      Tensor in, int tile, Block block, int worker, float[] patch, int row) {
    int across = ceilDiv(in.width(), 4);
    int y = tile / across * 4 - 1;
    int x = tile % across * 4 - 1;
    int stride = in.stride();
    if (y < 0 || x < 0 || y + 6 > in.height() || x + 6 > in.width()) {
      copyPatch(in, y, x, patch);
      block.transformInput(worker, row, patch, 0, 6 * stride, stride);
      return;
    }
    block.transformInput(worker, row, in.data(), in.offset(y, x), in.width() * stride, stride);
  }

  /** The 6 × 6 positions from (y, x) on, with zeros for those outside. */
  private static void copyPatch(Tensor in, int y, int x, float[] patch) {
    int stride = in.stride();
    Arrays.fill(patch, 0, POINTS * stride, 0f);
    int left = Math.max(0, x);
    int right = Math.min(in.width(), x + 6);
    for (int row = Math.max(0, y); row < Math.min(in.height(), y + 6); row++) {
      System.arraycopy(
          in.data(),
          in.offset(row, left),
          patch,
          ((row - y) * 6 + left - x) * stride,
          (right - left) * stride);
    }
  }

  private static void transformOutput(
      Tensor out, int tile, Block block, int worker, Epilogue epilogue, int row) {
    int across = ceilDiv(out.width(), 4);
    int y = tile / across * 4;
    int x = tile % across * 4;
    block.transformOutput(
        worker,
        row,
        epilogue,
        out.data(),
        out.offset(y, x),
        out.width() * out.stride(),
        Math.min(4, out.height() - y),
        Math.min(4, out.width() - x));
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
