package org.stylestream.service.picture;

import java.util.Arrays;

/**
 * Paints a picture with the colours of a palette and hands each pixel's error on to its neighbours,
 * row by row in turning directions (R. W. Floyd and L. Steinberg, An adaptive algorithm for spatial
 * greyscale, 1976).
 */
final class Dithering {
  private static final int CHANNELS = 3;
  private static final int LOOKUP_BITS = 6;

  private final ColourPalette palette;
  private final short[] lookup = new short[1 << CHANNELS * LOOKUP_BITS];

  Dithering(ColourPalette palette) {
    this.palette = palette;
    Arrays.fill(lookup, (short) -1);
  }

  /**
   * The palette index of every pixel.
   *
   * @param rgb interleaved, 8 bits a channel, height × width × 3
   */
  byte[] paint(byte[] rgb, int height, int width) {
    var indices = new byte[height * width];
    // One pixel more on either side, so that edges need no care.
    var errors = new float[(width + 2) * CHANNELS];
    var below = new float[errors.length];
    var wanted = new float[CHANNELS];
    for (int y = 0; y < height; y++) {
      int direction = y % 2 == 0 ? 1 : -1;
      int x = direction > 0 ? 0 : width - 1;
      for (int step = 0; step < width; step++, x += direction) {
        int pixel = y * width + x;
        int here = (x + 1) * CHANNELS;
        for (int channel = 0; channel < CHANNELS; channel++) {
          float value = (rgb[pixel * CHANNELS + channel] & 0xff) + errors[here + channel];
          wanted[channel] = Math.min(Math.max(value, 0), 255);
        }
        int index = index(wanted);
        indices[pixel] = (byte) index;
        for (int channel = 0; channel < CHANNELS; channel++) {
          float error = (wanted[channel] - palette.colours()[index][channel]) / 16;
          int ahead = direction * CHANNELS;
          errors[here + ahead + channel] += 7 * error;
          below[here - ahead + channel] += 3 * error;
          below[here + channel] += 5 * error;
          below[here + ahead + channel] += error;
        }
      }
      float[] done = errors;
      errors = below;
      below = done;
      Arrays.fill(below, 0);
    }
    return indices;
  }

  private int index(float[] colour) {
    int shift = 8 - LOOKUP_BITS;
    int key = 0;
    for (float value : colour) {
      key = key << LOOKUP_BITS | (int) value >> shift;
    }
    if (lookup[key] < 0) {
      lookup[key] = (short) palette.nearest(colour[0], colour[1], colour[2]);
    }
    return lookup[key];
  }
}
