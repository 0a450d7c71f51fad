package org.stylestream.compute.image;

import java.util.List;

/**
 * A colour image: RGB, float32 on 0–255 (values outside may occur while it is optimised), height ×
 * width × 3.
 *
 * @param pixels shared, not copied; whoever makes the image gives the array away
 */
public record Image(int height, int width, float[] pixels) {
  public static final int CHANNELS = 3;

  /** The mean colour of the pictures that VGG was trained on, RGB. */
  public static final List<Float> MEAN_COLOUR = List.of(123.68f, 116.779f, 103.939f);

  public Image {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an image is %d×%d; both sides must be at least 1".formatted(width, height));
    }
    if (pixels.length != Math.multiplyExact(Math.multiplyExact(height, width), CHANNELS)) {
      throw new IllegalArgumentException(
          "%d values for an image of %d×%d×3".formatted(pixels.length, height, width));
    }
  }

  /** The value of one channel of one pixel. */
  public float at(int y, int x, int channel) {
    return pixels[(y * width + x) * CHANNELS + channel];
  }
}
