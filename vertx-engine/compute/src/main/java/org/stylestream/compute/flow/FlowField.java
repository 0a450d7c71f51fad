package org.stylestream.compute.flow;

import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;

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
   * The other image, moved to where the one has its pixels; values stay on 0–255.
   *
   * @param other of the flow's size
   * @param outside what there is where the other has nothing, of the flow's size
   */
  public Image warp(Image other, Image outside) {
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
            boolean inside = leadsInside(y, x);
            for (int channel = 0; channel < Image.CHANNELS; channel++) {
              float value =
                  inside ? samples.cubic(y + dy[i], x + dx[i], channel) : outside.at(y, x, channel);
              pixels[i * Image.CHANNELS + channel] = Math.min(Math.max(value, 0), 255);
            }
          }
        });
    return new Image(height, width, pixels);
  }

  /** Whether a pixel of the one image is in the other at all. */
  boolean leadsInside(int y, int x) {
    float row = y + dy[y * width + x];
    float column = x + dx[y * width + x];
    return row >= 0 && row <= height - 1 && column >= 0 && column <= width - 1;
  }

  /** The same motion between images of another size. */
  FlowField at(int newHeight, int newWidth) {
    return new FlowField(
        newHeight,
        newWidth,
        resized(dx, newHeight, newWidth, (double) newWidth / width),
        resized(dy, newHeight, newWidth, (double) newHeight / height));
  }

  private float[] resized(float[] values, int newHeight, int newWidth, double factor) {
    Plane plane = Resampler.resize(new Plane(height, width, values), newHeight, newWidth);
    float[] scaled = plane.values().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (scaled[i] * factor);
    }
    return scaled;
  }
}
