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
  private final float[][] tapRows;
  private final float[][] results;

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
    tapRows = new float[team.size()][TAPS];
    results = new float[team.size()][0];
  }

  /** Makes room for images of this width. */
  void reserve(int width, boolean gradients) {
    for (int worker = 0; worker < blocks.length; worker++) {
      blocks[worker].shape(1, width, TAPS, forward.columns());
      if (gradients) {
        int positions = (BAND + 2) * width;
        blocks[worker].shape(1, positions, backward.inner(), backward.columns());
        int floats = Tensor.size(BAND + 2, width, backward.columns());
        if (results[worker].length < floats) {
          results[worker] = new float[floats];
        }
      }
    }
  }

  /** About the floats that one worker reserves, with gradients. */
  static long floats(int width, long outputs) {
    long positions = (BAND + 2L) * width;
    return positions * (2 * outputs + 2 * TAPS);
  }

  /**
   * out = ReLU(image ∗ kernel + bias)
   *
   * @param image height × width × 3, RGB on 0–255
   */
  void forward(float[] image, Tensor out) {
    int width = out.width();
    team.run(
        out.height(),
        (worker, y) -> {
          Block block = blocks[worker];
          block.shape(1, width, TAPS, forward.columns());
          for (int x = 0; x < width; x++) {
            gather(image, out.height(), width, y, x, tapRows[worker]);
            block.load(x, tapRows[worker], 0, TAPS);
          }
          block.multiply(0, forward, width);
          for (int x = 0; x < width; x++) {
            block.store(x, biasRelu, out.data(), out.offset(y, x));
          }
        });
  }

  private static void gather(float[] image, int height, int width, int y, int x, float[] taps) {
    for (int ky = 0; ky < 3; ky++) {
      int row = y + ky - 1;
      for (int kx = 0; kx < 3; kx++) {
        int column = x + kx - 1;
        int to = (ky * 3 + kx) * 3;
        if (row < 0 || row >= height || column < 0 || column >= width) {
          taps[to] = 0f;
          taps[to + 1] = 0f;
          taps[to + 2] = 0f;
          continue;
        }
        int from = (row * width + column) * 3;
        taps[to] = image[from] - MEANS[0];
        taps[to + 1] = image[from + 1] - MEANS[1];
        taps[to + 2] = image[from + 2] - MEANS[2];
      }
    }
  }

  /**
   * gradient += the gradient with respect to the image
   *
   * @param outputs the gradient with respect to the convolution's results, masked by the ReLU
   * @param gradient height × width × 3
   */
  void backward(Tensor outputs, float[] gradient) {
    team.run(
        (outputs.height() + BAND - 1) / BAND,
        (worker, band) -> {
          int from = band * BAND;
          addBand(outputs, from, Math.min(outputs.height(), from + BAND), worker, gradient);
        });
  }

  private void addBand(Tensor outputs, int from, int to, int worker, float[] gradient) {
    int first = Math.max(0, from - 1);
    int last = Math.min(outputs.height(), to + 1);
    int positions = (last - first) * outputs.width();
    Block block = blocks[worker];
    float[] products = results[worker];
    block.shape(1, positions, backward.inner(), backward.columns());
    int offset = outputs.offset(first, 0);
    for (int p = 0; p < positions; p++) {
      block.load(p, outputs.data(), offset + p * outputs.stride(), outputs.channels());
    }
    block.multiply(0, backward, positions);
    Epilogue copy = Epilogue.copy();
    for (int p = 0; p < positions; p++) {
      block.store(p, copy, products, p * backward.columns());
    }
    for (int y = from; y < to; y++) {
      for (int x = 0; x < outputs.width(); x++) {
        addPixel(outputs, y, x, first, products, gradient);
      }
    }
  }

  private void addPixel(
      Tensor outputs, int y, int x, int first, float[] products, float[] gradient) {
    float red = 0;
    float green = 0;
    float blue = 0;
    for (int ky = 0; ky < 3; ky++) {
      int row = y + 1 - ky;
      if (row < 0 || row >= outputs.height()) {
        continue;
      }
      for (int kx = 0; kx < 3; kx++) {
        int column = x + 1 - kx;
        if (column < 0 || column >= outputs.width()) {
          continue;
        }
        int at =
            ((row - first) * outputs.width() + column) * backward.columns() + (ky * 3 + kx) * 3;
        red += products[at];
        green += products[at + 1];
        blue += products[at + 2];
      }
    }
    int to = (y * outputs.width() + x) * 3;
    gradient[to] += red;
    gradient[to + 1] += green;
    gradient[to + 2] += blue;
  }
}
