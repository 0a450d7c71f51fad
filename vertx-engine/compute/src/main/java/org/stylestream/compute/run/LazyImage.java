package org.stylestream.compute.run;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;

/**
 * The image of an iteration, copied from the device the first time that it is asked for. That must
 * be while the listener is called, and by its thread; the copy can be had ever after.
 */
public final class LazyImage {
  private final int height;
  private final int width;
  private Optional<Supplier<Image>> source;
  private Optional<Image> copy = Optional.empty();

  private LazyImage(int height, int width, Supplier<Image> source) {
    this.height = height;
    this.width = width;
    this.source = Optional.of(source);
  }

  LazyImage(int height, int width, Vector source) {
    this(height, width, () -> copied(height, width, source));
  }

  private static Image copied(int height, int width, Vector source) {
    float[] values = new float[source.length()];
    source.read(values);
    return new Image(height, width, values);
  }

  /**
   * This image changed, which happens when it is first read.
   *
   * @param change keeps the size
   */
  public LazyImage through(UnaryOperator<Image> change) {
    return new LazyImage(height, width, () -> change.apply(read()));
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
      copy =
          Optional.of(
              source
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "the image of an iteration must be read while the listener is called"))
                  .get());
    }
    return copy.get();
  }

  void expire() {
    source = Optional.empty();
  }
}
