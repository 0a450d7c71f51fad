package org.stylestream.compute.cpu;

/**
 * A feature map, height × width × stride, of which the first {@code channels} of every position
 * count and the rest are zero.
 *
 * @param stride floats from one position to the next
 * @param start where the first position is
 * @param data at least start + height · width · stride floats
 */
record Tensor(int height, int width, int channels, int stride, int start, float[] data) {
  /** A map from the array's start on. */
  Tensor(int height, int width, int channels, int stride, float[] data) {
    this(height, width, channels, stride, 0, data);
  }

  /**
   * Floats in a map.
   *
   * @throws IllegalArgumentException if it is more than an array holds
   */
  static int size(int height, int width, int stride) {
    long size = (long) height * width * stride;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a feature map of %d×%d positions with %d channels has %,d values; the CPU device holds at most %,d in one map: choose a smaller image"
              .formatted(width, height, stride, size, Integer.MAX_VALUE - 8));
    }
    return (int) size;
  }

  int positions() {
    return height * width;
  }

  int size() {
    return size(height, width, stride);
  }

  int offset(int y, int x) {
    return start + (y * width + x) * stride;
  }

  /** Some of its rows, in the same array. */
  Tensor rows(int first, int count) {
    return new Tensor(count, width, channels, stride, offset(first, 0), data);
  }

  Tensor over(float[] other) {
    return new Tensor(height, width, channels, stride, start, other);
  }
}
