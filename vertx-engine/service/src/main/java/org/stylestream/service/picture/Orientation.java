package org.stylestream.service.picture;

import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;

/**
 * How stored pixels are turned to stand upright: rows and columns perhaps exchanged, each perhaps
 * counted backwards (tag 0x0112, Exif 2.32, section 4.6.4).
 *
 * @param tag 1–8
 */
record Orientation(int tag) {
  static final Orientation UPRIGHT = new Orientation(1);

  Orientation {
    if (tag < 1 || tag > 8) {
      throw new IllegalArgumentException("an EXIF orientation is 1–8, not " + tag);
    }
  }

  Image apply(Image image) {
    if (tag == 1) {
      return image;
    }
    float[] pixels = turn(image.pixels(), image.height(), image.width(), Image.CHANNELS);
    return transposed()
        ? new Image(image.width(), image.height(), pixels)
        : new Image(image.height(), image.width(), pixels);
  }

  Plane apply(Plane plane) {
    if (tag == 1) {
      return plane;
    }
    float[] values = turn(plane.values(), plane.height(), plane.width(), 1);
    return transposed()
        ? new Plane(plane.width(), plane.height(), values)
        : new Plane(plane.height(), plane.width(), values);
  }

  boolean transposed() {
    return tag >= 5;
  }

  private boolean bottomFirst() {
    return tag == 3 || tag == 4 || tag == 6 || tag == 7;
  }

  private boolean rightFirst() {
    return tag == 2 || tag == 3 || tag == 7 || tag == 8;
  }

  private float[] turn(float[] source, int height, int width, int channels) {
    var target = new float[source.length];
    int targetWidth = transposed() ? height : width;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int sourceRow = bottomFirst() ? height - 1 - row : row;
        int sourceColumn = rightFirst() ? width - 1 - column : column;
        int targetPixel = transposed() ? column * targetWidth + row : row * targetWidth + column;
        int sourcePixel = sourceRow * width + sourceColumn;
        System.arraycopy(source, sourcePixel * channels, target, targetPixel * channels, channels);
      }
    }
    return target;
  }
}
