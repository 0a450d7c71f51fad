package org.stylestream.compute.image;

import java.util.stream.IntStream;

/**
 * Changes the size of images and planes, by any factor, up or down, without aliasing: a separable
 * Lanczos filter whose support grows as a side shrinks, with repeated edges.
 *
 * <p>Results stay within the range of the source's values: Lanczos overshoots beside hard edges,
 * and a picture is to stay on 0–255, an alpha channel on 0–1. The same input gives the same bits
 * everywhere, on any number of threads.
 */
public final class Resampler {
  private Resampler() {}

  /** {@code image} at another size; the image itself where it has that size. */
  public static Image resize(Image image, int height, int width) {
    if (image.height() == height && image.width() == width) {
      return image;
    }
    var source = new Samples(image.height(), image.width(), Image.CHANNELS, image.pixels());
    return new Image(height, width, resize(source, height, width).values);
  }

  /** {@code plane} at another size; the plane itself where it has that size. */
  public static Plane resize(Plane plane, int height, int width) {
    if (plane.height() == height && plane.width() == width) {
      return plane;
    }
    var source = new Samples(plane.height(), plane.width(), 1, plane.values());
    return new Plane(height, width, resize(source, height, width).values);
  }

  private static Samples resize(Samples source, int height, int width) {
    Samples target =
        (long) height * source.width <= (long) source.height * width
            ? resizeRows(resizeColumns(source, height), width)
            : resizeColumns(resizeRows(source, width), height);
    target.clampToRangeOf(source);
    return target;
  }

  private static Samples resizeRows(Samples source, int width) {
    if (width == source.width) {
      return source;
    }
    LanczosKernel kernel = LanczosKernel.between(source.width, width);
    Samples target = Samples.zeros(source.height, width, source.channels);
    rows(source.height).forEach(y -> resizeRow(source, target, kernel, y));
    return target;
  }

  private static void resizeRow(Samples source, Samples target, LanczosKernel kernel, int y) {
    int channels = source.channels;
    for (int x = 0; x < target.width; x++) {
      float[] weights = kernel.weights()[x];
      int from = source.offset(y, kernel.starts()[x]);
      int to = target.offset(y, x);
      for (int channel = 0; channel < channels; channel++) {
        float sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * source.values[from + k * channels + channel];
        }
        target.values[to + channel] = sum;
      }
    }
  }

  private static Samples resizeColumns(Samples source, int height) {
    if (height == source.height) {
      return source;
    }
    LanczosKernel kernel = LanczosKernel.between(source.height, height);
    Samples target = Samples.zeros(height, source.width, source.channels);
    rows(height).forEach(y -> resizeColumn(source, target, kernel, y));
    return target;
  }

  private static void resizeColumn(Samples source, Samples target, LanczosKernel kernel, int y) {
    float[] weights = kernel.weights()[y];
    int stride = source.width * source.channels;
    int to = target.offset(y, 0);
    for (int k = 0; k < weights.length; k++) {
      float weight = weights[k];
      int from = source.offset(kernel.starts()[y] + k, 0);
      for (int i = 0; i < stride; i++) {
        target.values[to + i] += weight * source.values[from + i];
      }
    }
  }

  private static IntStream rows(int count) {
    return IntStream.range(0, count).parallel();
  }

  /** Height × width × channels values. */
  private record Samples(int height, int width, int channels, float[] values) {
    static Samples zeros(int height, int width, int channels) {
      int length = Math.multiplyExact(Math.multiplyExact(height, width), channels);
      return new Samples(height, width, channels, new float[length]);
    }

    int offset(int y, int x) {
      return (y * width + x) * channels;
    }

    void clampToRangeOf(Samples source) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (float value : source.values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.min(Math.max(values[i], low), high);
      }
    }
  }
}
