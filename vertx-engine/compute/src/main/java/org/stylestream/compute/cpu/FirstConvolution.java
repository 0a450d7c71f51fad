package org.stylestream.compute.cpu;

import java.util.Arrays;

/**
 * The convolution of the image, 3 × 3 × 3 → outputs, and its gradient. The means are subtracted
 * before the padding by zeros, as the padding follows Keras' preprocessing; RGB is reordered to BGR
 * in the filter.
 */
final class FirstConvolution {
  /**
   * Means of red, green and blue on ImageNet that VGG was trained with (Caffe's are given as BGR).
   */
  private static final float[] MEANS = {123.68f, 116.779f, 103.939f};

  private static final int TAPS = 27;

  /** Rows of the image that one task of the gradient takes. */
  private static final int BAND = 8;

  private final Team team;
  private final Matrices forward;
  private final Matrices backward;
  private final Epilogue biasRelu;
  private final Block[] blocks;
  private final float[][] gathered;
  private final float[][] padded;

  /**
   * @param kernel 3 × 3 × 3 (BGR) × outputs
   */
  FirstConvolution(Kernels kernels, Team team, float[] kernel, float[] bias, int outputs) {
    this.team = team;
    forward = kernels.matrices(1, TAPS, outputs);
    backward = kernels.matrices(1, outputs, TAPS);
    for (int tap = 0; tap < TAPS; tap++) {
      int reversed = tap / 3 * 3 + 2 - tap % 3;
      for (int o = 0; o < outputs; o++) {
        forward.set(0, tap, o, kernel[reversed * outputs + o]);
        backward.set(0, o, tap, kernel[reversed * outputs + o]);
      }
    }
    biasRelu = Epilogue.biasRelu(Arrays.copyOf(bias, kernels.stride(outputs)));
    blocks = new Block[team.size()];
    Arrays.setAll(blocks, worker -> kernels.block(1));
    gathered = new float[team.size()][TAPS];
    padded = new float[team.size()][0];
  }

  /** Makes room for images of this width. */
  void reserve(int width, boolean gradients) {
    int rows = BAND + 2;
    int floats = Tensor.size(rows, width + 2, gradients ? backward.columns() : 3);
    for (int worker = 0; worker < blocks.length; worker++) {
      blocks[worker].shape(1, width, TAPS, forward.columns());
      if (gradients) {
        blocks[worker].shape(1, rows * width, backward.inner(), backward.columns());
      }
      if (padded[worker].length < floats) {
        padded[worker] = new float[floats];
      }
    }
  }

  /** About the floats that one worker reserves, with gradients. */
  static long floats(int width, long outputs) {
    return (BAND + 2L) * (width + 2L) * (outputs + 2 * 32);
  }

  /**
   * out = ReLU(image ∗ kernel + bias)
   *
   * @param image height × width × 3, RGB on 0–255
   * @param height of the image
   * @param first row of the image that the results begin with
   */
  void forward(float[] image, int height, int first, Tensor out) {
    int width = out.width();
    int rowLength = (width + 2) * 3;
    team.run(
        out.height(),
        (worker, y) -> {
          float[] rows = padded[worker];
          for (int ky = 0; ky < 3; ky++) {
            copyRow(image, height, width, first + y + ky - 1, rows, ky * rowLength);
          }
          Block block = blocks[worker];
          block.shape(1, width, TAPS, forward.columns());
          float[] taps = gathered[worker];
          for (int x = 0; x < width; x++) {
            for (int ky = 0; ky < 3; ky++) {
              System.arraycopy(rows, ky * rowLength + x * 3, taps, ky * 9, 9);
            }
            block.load(x, taps, 0, TAPS);
          }
          block.multiply(0, forward, width);
          for (int x = 0; x < width; x++) {
            block.store(x, biasRelu, out.data(), out.offset(y, x));
          }
        });
  }

  /**
   * Row y of the image less the means, between two pixels of zeros; all zeros outside of the image.
   */
  private static void copyRow(float[] image, int height, int width, int y, float[] rows, int to) {
    Arrays.fill(rows, to, to + (width + 2) * 3, 0f);
    if (y < 0 || y >= height) {
      return;
    }
    int from = y * width * 3;
    for (int x = 0; x < width * 3; x += 3) {
      int at = to + 3 + x;
      rows[at] = image[from + x] - MEANS[0];
      rows[at + 1] = image[from + x + 1] - MEANS[1];
      rows[at + 2] = image[from + x + 2] - MEANS[2];
    }
  }

  /**
   * gradient += the gradient with respect to the image
   *
   * @param outputs the gradient with respect to some rows of the convolution's results, masked by
   *     the ReLU; zeros in the outermost rows that aren't the image's
   * @param first the row of the image that they begin with
   * @param gradient height × width × 3
   */
  void backward(Tensor outputs, int first, float[] gradient) {
    team.run(
        (outputs.height() + BAND - 1) / BAND,
        (worker, band) -> {
          int from = band * BAND;
          int to = Math.min(outputs.height(), from + BAND);
          multiplyBand(outputs, from, to, worker);
          for (int y = from; y < to; y++) {
            addRow(padded[worker], y - from, outputs.width(), gradient, first + y);
          }
        });
  }

  /**
   * Every position's part in its 3 × 3 neighbours, for the band and a row on both sides, with zeros
   * around.
   */
  private void multiplyBand(Tensor outputs, int from, int to, int worker) {
    int first = Math.max(0, from - 1);
    int last = Math.min(outputs.height(), to + 1);
    int width = outputs.width();
    int positions = (last - first) * width;
    int columns = backward.columns();
    Block block = blocks[worker];
    block.shape(1, positions, backward.inner(), columns);
    int offset = outputs.offset(first, 0);
    for (int p = 0; p < positions; p++) {
      block.load(p, outputs.data(), offset + p * outputs.stride(), outputs.channels());
    }
    block.multiply(0, backward, positions);
    float[] parts = padded[worker];
    Arrays.fill(parts, 0, (to - from + 2) * (width + 2) * columns, 0f);
    Epilogue copy = Epilogue.copy();
    for (int p = 0; p < positions; p++) {
      int row = first - from + 1 + p / width;
      block.store(p, copy, parts, (row * (width + 2) + p % width + 1) * columns);
    }
  }

  /**
   * Adds the parts for a row of the image, which in {@code parts} has a row above and a column on
   * the left.
   */
  private void addRow(float[] parts, int row, int width, float[] gradient, int y) {
    int columns = backward.columns();
    for (int x = 0; x < width; x++) {
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int ky = 0; ky < 3; ky++) {
        for (int kx = 0; kx < 3; kx++) {
          int position = (row + 2 - ky) * (width + 2) + x + 2 - kx;
          int at = position * columns + (ky * 3 + kx) * 3;
          red += parts[at];
          green += parts[at + 1];
          blue += parts[at + 2];
        }
      }
      int to = (y * width + x) * 3;
      gradient[to] += red;
      gradient[to + 1] += green;
      gradient[to + 2] += blue;
    }
  }
}
