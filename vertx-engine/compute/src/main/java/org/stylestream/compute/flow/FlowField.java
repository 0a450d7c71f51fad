package org.stylestream.compute.flow;

import org.stylestream.compute.image.Image;

/**
 * Where each pixel of one image is in another: the pixel (x, y) of the one is at (x + dx, y + dy)
 * of the other.
 *
 * @param dx in pixels, height × width; shared, not copied
 * @param dy likewise
 */
public record FlowField(int height, int width, float[] dx, float[] dy) {
  public FlowField {
    if (dx.length != Math.multiplyExact(height, width) || dy.length != dx.length) {
      throw new IllegalArgumentException(
          "%d and %d values for a flow of %d×%d".formatted(dx.length, dy.length, width, height));
    }
  }

  /**
   * The other image, moved to where the one has its pixels. What comes from outside is the nearest
   * at the edge; values stay on 0–255.
   *
   * @param other of the flow's size
   */
  public Image warp(Image other) {
    if (other.height() != height || other.width() != width) {
      throw new IllegalArgumentException(
          "an image of %d×%d can't be moved along a flow of %d×%d"
              .formatted(other.width(), other.height(), width, height));
    }
    Samples samples = new Samples(height, width, Image.CHANNELS, other.pixels());
    float[] pixels = new float[other.pixels().length];
    Rows.forEach(
        height,
        y -> {
          for (int x = 0; x < width; x++) {
            int i = y * width + x;
            for (int channel = 0; channel < Image.CHANNELS; channel++) {
              float value = samples.cubic(y + dy[i], x + dx[i], channel);
              pixels[i * Image.CHANNELS + channel] = Math.min(Math.max(value, 0), 255);
            }
          }
        });
    return new Image(height, width, pixels);
  }
}
