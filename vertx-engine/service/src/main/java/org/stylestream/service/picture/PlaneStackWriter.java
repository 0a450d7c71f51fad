package org.stylestream.service.picture;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;

/**
 * A multi-page TIFF of 32-bit floats, uncompressed, which ImageJ opens as a stack with labelled
 * slices.
 */
public final class PlaneStackWriter implements Closeable {
  private final int height;
  private final int width;
  private final StackPages pages;
  private float largest;

  private PlaneStackWriter(int height, int width, StackPages pages) {
    this.height = height;
    this.width = width;
    this.pages = pages;
  }

  /**
   * Begins a stack.
   *
   * @param height of every page; planes of other sizes are resampled
   * @param width likewise
   * @param description what ImageJ shows as the image's info; may be empty
   */
  public static PlaneStackWriter create(Path target, int height, int width, String description)
      throws PictureException {
    return new PlaneStackWriter(
        height,
        width,
        StackPages.create(
            target,
            (long) height * width * Float.BYTES,
            () -> TiffDirectory.floats(height, width).longs(TiffDirectory.ROWS_PER_STRIP, height),
            description));
  }

  /**
   * Adds a slice.
   *
   * @param plane values of any scale, from 0
   */
  public void write(Plane plane, String label) throws PictureException {
    pages.add(() -> bytes(Resampler.resize(plane, height, width)), label);
  }

  private byte[] bytes(Plane plane) {
    ByteBuffer bytes = ByteBuffer.allocate(plane.values().length * Float.BYTES);
    for (float value : plane.values()) {
      bytes.putFloat(value);
      largest = Math.max(largest, value);
    }
    return bytes.array();
  }

  /** Completes the file. Then comes only {@link #close}. */
  public void commit() throws PictureException {
    pages.commit("min=0.0\nmax=%s\n".formatted(largest > 0 ? largest : 1));
  }

  @Override
  public void close() throws PictureException {
    pages.close();
  }
}
