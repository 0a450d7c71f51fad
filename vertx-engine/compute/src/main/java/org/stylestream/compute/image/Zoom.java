package org.stylestream.compute.image;

/**
 * A step into the middle of an image.
 *
 * @param share of both sides that is cut away, half of it at either end; above 0 and below 1
 */
public record Zoom(double share) {
  public Zoom {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "a zoom of %s; it must be above 0 and below 1".formatted(share));
    }
  }

  /** The middle of an image, as large as the whole was. */
  public Image into(Image image) {
    int height = Math.max(1, (int) Math.round(image.height() * (1 - share)));
    int width = Math.max(1, (int) Math.round(image.width() * (1 - share)));
    int top = (image.height() - height) / 2;
    int left = (image.width() - width) / 2;
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          image.pixels(),
          ((top + y) * image.width() + left) * Image.CHANNELS,
          pixels,
          y * width * Image.CHANNELS,
          width * Image.CHANNELS);
    }
    return Resampler.resize(new Image(height, width, pixels), image.height(), image.width());
  }
}
