package org.stylestream.compute.run;

import java.util.Optional;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;

/**
 * The image of an iteration, copied from the device the first time that it is asked for. That must
 * be while the listener is called, and by its thread; the copy can be had ever after.
 */
public final class LazyImage {
  private final int height;
  private final int width;
  private Optional<Vector> source;
  private Optional<Image> copy = Optional.empty();

  LazyImage(int height, int width, Vector source) {
    this.height = height;
    this.width = width;
    this.source = Optional.of(source);
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /**
   * The image.
   *
   * @throws IllegalStateException if it wasn't read before the listener returned
   */
  public Image read() {
    if (copy.isEmpty()) {
      Vector pixels =
          source.orElseThrow(
              () ->
                  new IllegalStateException(
                      "the image of an iteration must be read while the listener is called"));
      float[] values = new float[pixels.length()];
      pixels.read(values);
      copy = Optional.of(new Image(height, width, values));
    }
    return copy.get();
  }

  void expire() {
    source = Optional.empty();
  }
}
