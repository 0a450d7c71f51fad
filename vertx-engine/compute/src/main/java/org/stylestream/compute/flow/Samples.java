package org.stylestream.compute.flow;

/**
 * Values between pixels, by cubic convolution with repeated edges (R. Keys, Cubic convolution
 * interpolation for digital image processing, 1981, a = −½). At a pixel it is the pixel's own
 * value.
 */
record Samples(int height, int width, int channels, float[] values) {
  private static final int TAPS = 4;

  float cubic(float y, float x, int channel) {
    float cy = Math.min(Math.max(y, 0), height - 1);
    float cx = Math.min(Math.max(x, 0), width - 1);
    int top = (int) cy;
    int left = (int) cx;
    float ty = cy - top;
    float tx = cx - left;
    if (ty == 0 && tx == 0) {
      return at(top, left, channel);
    }
    float sum = 0;
    for (int i = 0; i < TAPS; i++) {
      float weight = weight(i, ty);
      if (weight != 0) {
        sum += weight * row(top + i - 1, left, tx, channel);
      }
    }
    return sum;
  }

  private float row(int y, int left, float t, int channel) {
    float sum = 0;
    for (int i = 0; i < TAPS; i++) {
      sum += weight(i, t) * at(y, left + i - 1, channel);
    }
    return sum;
  }

  private float at(int y, int x, int channel) {
    int row = Math.min(Math.max(y, 0), height - 1);
    int column = Math.min(Math.max(x, 0), width - 1);
    return values[(row * width + column) * channels + channel];
  }

  /** Keys' kernel for the pixel at i − 1, seen from t on 0–1. */
  private static float weight(int i, float t) {
    return switch (i) {
      case 0 -> ((-0.5f * t + 1) * t - 0.5f) * t;
      case 1 -> (1.5f * t - 2.5f) * t * t + 1;
      case 2 -> ((-1.5f * t + 2) * t + 0.5f) * t;
      default -> (0.5f * t - 0.5f) * t * t;
    };
  }
}
