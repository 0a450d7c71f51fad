package org.stylestream.compute.image;

import java.util.Random;

/**
 * Images to begin from. The same seed gives the same image on every platform: {@link Random}'s
 * algorithms, Gaussian ones included, are part of its specification.
 */
public final class InitialImages {
  private InitialImages() {}

  /** White Gaussian noise: every value independent, not clamped. */
  public static Image gaussianNoise(int height, int width, double mean, double sigma, long seed) {
    var random = new Random(seed);
    float[] pixels = pixels(height, width);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (mean + sigma * random.nextGaussian());
    }
    return new Image(height, width, pixels);
  }

  /** Uniform noise: every value independent, from {@code low} to below {@code high}. */
  public static Image uniformNoise(int height, int width, double low, double high, long seed) {
    var random = new Random(seed);
    float[] pixels = pixels(height, width);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return new Image(height, width, pixels);
  }

  /**
   * (1 − share) · image + share · noise
   *
   * @param noise of the image's size
   * @param share 0–1
   */
  public static Image blend(Image image, Image noise, double share) {
    if (image.height() != noise.height() || image.width() != noise.width()) {
      throw new IllegalArgumentException(
          "an image of %d×%d can't be blended with one of %d×%d"
              .formatted(image.width(), image.height(), noise.width(), noise.height()));
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the noise's share is " + share + "; it must be 0–1");
    }
    float[] pixels = pixels(image.height(), image.width());
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((1 - share) * image.pixels()[i] + share * noise.pixels()[i]);
    }
    return new Image(image.height(), image.width(), pixels);
  }

  private static float[] pixels(int height, int width) {
    return new float[Math.multiplyExact(Math.multiplyExact(height, width), Image.CHANNELS)];
  }
}
