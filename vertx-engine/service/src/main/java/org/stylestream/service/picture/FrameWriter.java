package org.stylestream.service.picture;

import java.io.Closeable;
import org.stylestream.compute.image.Image;

/** Takes the frames of a run as they come. Frames needn't stay in memory once they are written. */
public interface FrameWriter extends Closeable {
  /**
   * Adds a frame.
   *
   * @param iteration the iteration after which the image looked so
   */
  void write(Image frame, int iteration) throws PictureException;

  /**
   * Completes the output with the frames written so far; without any, there is none. Then comes
   * only {@link #close}.
   */
  void commit() throws PictureException;

  /** Gives up what isn't committed. */
  @Override
  void close() throws PictureException;
}
