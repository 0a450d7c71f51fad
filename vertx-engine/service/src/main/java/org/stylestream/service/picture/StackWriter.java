package org.stylestream.service.picture;

import java.nio.file.Path;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;

/**
 * A multi-page TIFF of 8-bit RGB frames, uncompressed, which ImageJ opens as a stack with labelled
 * slices and other programs as pages.
 */
public final class StackWriter implements FrameWriter {
  private final int height;
  private final int width;
  private final String unit;
  private final StackPages pages;

  private StackWriter(int height, int width, String unit, StackPages pages) {
    this.unit = unit;
    this.height = height;
    this.width = width;
    this.pages = pages;
  }

  /**
   * Begins a stack of iterations.
   *
   * @param height of every page; frames of other sizes are resampled
   * @param width likewise
   * @param description what ImageJ shows as the image's info; may be empty
   */
  public static StackWriter create(Path target, int height, int width, String description)
      throws PictureException {
    return create(target, height, width, "iteration", description);
  }

  /**
   * Begins a stack, and otherwise as the other.
   *
   * @param unit what a page is, for its label
   */
  public static StackWriter create(
      Path target, int height, int width, String unit, String description) throws PictureException {
    return new StackWriter(
        height,
        width,
        unit,
        StackPages.create(
            target,
            (long) height * width * Image.CHANNELS,
            () ->
                TiffDirectory.rgb(height, width, 8, 8, 8)
                    .longs(TiffDirectory.ROWS_PER_STRIP, height),
            description));
  }

  @Override
  public void write(Image frame, int iteration) throws PictureException {
    pages.add(
        () -> QuantizedPixels.bytes(Resampler.resize(frame, height, width)),
        unit + " " + iteration);
  }

  @Override
  public void commit() throws PictureException {
    pages.commit("");
  }

  @Override
  public void close() throws PictureException {
    pages.close();
  }
}
