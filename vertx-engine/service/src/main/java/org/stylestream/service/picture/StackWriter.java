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
  private final StackPages pages;

  private StackWriter(int height, int width, StackPages pages) {
    this.height = height;
    this.width = width;
    this.pages = pages;
  }

  /**
   * Begins a stack.
   *
   * @param height of every page; frames of other sizes are resampled
   * @param width likewise
   * @param description what ImageJ shows as the image's info; may be empty
   */
  public static StackWriter create(Path target, int height, int width, String description)
      throws PictureException {
    return new StackWriter(
        height,
        width,
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
        "iteration " + iteration);
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
