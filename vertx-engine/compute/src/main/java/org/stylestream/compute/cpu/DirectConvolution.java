package org.stylestream.compute.cpu;

import java.util.Arrays;

/**
 * 3 × 3 convolutions with same padding, a row of the map at a time: the products of every
 * position's nine neighbours with the filter. For forward convolutions of few channels: there the
 * rounding in Winograd's transforms, three times a direct convolution's, is the most part of the
 * error, and the transforms save little. Forward, because ReLU and max-pooling decide by the
 * features; errors of the gradient decide nothing.
 */
final class DirectConvolution implements Convolution {
  /** Inputs and outputs up to which this takes at most about half as long again as Winograd's. */
  private static final int MOST_CHANNELS = 8;

  private final Team team;
  private final Block[] blocks;
  private final float[][] neighbours;

  DirectConvolution(Kernels kernels, Team team) {
    this.team = team;
    blocks = new Block[team.size()];
    Arrays.setAll(blocks, worker -> kernels.block(1));
    neighbours = new float[team.size()][0];
  }

  static boolean suits(int inputs, int outputs) {
    return Math.max(inputs, outputs) <= MOST_CHANNELS;
  }

  /** About the floats that one worker reserves for maps of this width. */
  static long floats(long width, long inputs, long outputs) {
    return (width + 1) * 9 * inputs + width * outputs;
  }

  /**
   * The filters of a convolution.
   *
   * @param kernel 3 × 3 × inputs × outputs
   */
  static Matrices filter(Kernels kernels, float[] kernel, int inputs, int outputs) {
    int stride = kernels.stride(inputs);
    Matrices result = kernels.matrices(1, 9 * stride, outputs);
    for (int tap = 0; tap < 9; tap++) {
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          result.set(0, tap * stride + i, o, kernel[(tap * inputs + i) * outputs + o]);
        }
      }
    }
    return result;
  }

  @Override
  public void reserve(int height, int width, int stride, Matrices filter) {
    for (int worker = 0; worker < blocks.length; worker++) {
      blocks[worker].shape(1, width, filter.inner(), filter.columns());
      if (neighbours[worker].length < 9 * stride) {
        neighbours[worker] = new float[9 * stride];
      }
    }
  }

  @Override
  public void run(Tensor in, Matrices filter, Epilogue epilogue, Tensor out) {
    reserve(in.height(), in.width(), in.stride(), filter);
    int width = in.width();
    int taps = 9 * in.stride();
    team.run(
        in.height(),
        (worker, y) -> {
          Block block = blocks[worker];
          for (int x = 0; x < width; x++) {
            gather(in, y, x, neighbours[worker]);
            block.load(x, neighbours[worker], 0, taps);
          }
          block.multiply(0, filter, width);
          for (int x = 0; x < width; x++) {
            block.store(x, epilogue, out.data(), out.offset(y, x));
          }
        });
  }

  /** The 3 × 3 positions around (y, x), with zeros for those outside. */
  private static void gather(Tensor in, int y, int x, float[] to) {
    int stride = in.stride();
    int left = Math.max(0, x - 1);
    int right = Math.min(in.width(), x + 2);
    if (right - left < 3) {
      Arrays.fill(to, 0, 9 * stride, 0f);
    }
    for (int ky = 0; ky < 3; ky++) {
      int row = y + ky - 1;
      int at = ky * 3 * stride;
      if (row < 0 || row >= in.height()) {
        Arrays.fill(to, at, at + 3 * stride, 0f);
      } else {
        int first = at + (left - x + 1) * stride;
        System.arraycopy(in.data(), in.offset(row, left), to, first, (right - left) * stride);
      }
    }
  }
}
