package org.stylestream.compute.image;

import java.util.stream.IntStream;

/**
 * Changes the size of an image by interpolating between its pixels' centres, with repeated edges:
 * what PyTorch's {@code interpolate} does without {@code align_corners}. It doesn't prevent
 * aliasing, and so is for enlarging.
 */
public enum Interpolation {
  /** Between the two nearest pixels. */
  BILINEAR(0) {
    @Override
    double weight(double distance) {
      return 1 - distance;
    }
  },
  /**
   * Cubic convolution with a = −0.75 of the four nearest pixels (R. Keys, Cubic Convolution
   * Interpolation for Digital Image Processing, 1981, equation 10 with another a; PyTorch's
   * bicubic). It overshoots beside edges.
   */
  BICUBIC(1) {
    @Override
    double weight(double distance) {
      double a = -0.75;
      double x = distance;
      return x <= 1
          ? ((a + 2) * x - (a + 3)) * x * x + 1
          : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
    }
  };

  /** Pixels beyond the nearest one on each side. */
  private final int beyond;

  Interpolation(int beyond) {
    this.beyond = beyond;
  }

  /** What a pixel counts at a distance of at most {@link #beyond} + 1. */
  abstract double weight(double distance);

  /** {@code image} at another size. */
  public Image resize(Image image, int height, int width) {
    float[] pixels = new float[height * width * Image.CHANNELS];
    IntStream.range(0, height).parallel().forEach(y -> row(image, y, height, width, pixels));
    return new Image(height, width, pixels);
  }

  private void row(Image image, int y, int height, int width, float[] pixels) {
    double[] row = new double[image.width() * Image.CHANNELS];
    double centre = centre(y, image.height(), height);
    int nearest = (int) Math.floor(centre);
    for (int i = nearest - beyond; i <= nearest + 1 + beyond; i++) {
      double weight = weight(Math.abs(centre - i));
      int from = clamp(i, image.height()) * row.length;
      for (int j = 0; j < row.length; j++) {
        row[j] += weight * image.pixels()[from + j];
      }
    }
    for (int x = 0; x < width; x++) {
      pixel(row, centre(x, image.width(), width), pixels, (y * width + x) * Image.CHANNELS);
    }
  }

  private void pixel(double[] row, double centre, float[] pixels, int at) {
    int nearest = (int) Math.floor(centre);
    for (int channel = 0; channel < Image.CHANNELS; channel++) {
      double sum = 0;
      for (int i = nearest - beyond; i <= nearest + 1 + beyond; i++) {
        int from = clamp(i, row.length / Image.CHANNELS) * Image.CHANNELS;
        sum += weight(Math.abs(centre - i)) * row[from + channel];
      }
      pixels[at + channel] = (float) sum;
    }
  }

  private static double centre(int target, int sourceSize, int targetSize) {
    return (target + 0.5) * sourceSize / targetSize - 0.5;
  }

  private static int clamp(int index, int size) {
    return Math.min(Math.max(index, 0), size - 1);
  }
}
