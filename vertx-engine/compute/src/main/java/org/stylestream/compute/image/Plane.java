package org.stylestream.compute.image;

/**
 * One value a pixel, height × width: an alpha channel (0–1) or a mask.
 *
 * @param values shared, not copied; whoever makes the plane gives the array away
 */
public record Plane(int height, int width, float[] values) {
  public Plane {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a plane is %d×%d; both sides must be at least 1".formatted(width, height));
    }
    if (values.length != Math.multiplyExact(height, width)) {
      throw new IllegalArgumentException(
          "%d values for a plane of %d×%d".formatted(values.length, height, width));
    }
  }

  /** The value of one pixel. */
  public float at(int y, int x) {
    return values[y * width + x];
  }
}
