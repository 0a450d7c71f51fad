package org.stylestream.imagej.job;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the user wants a run to end: by ESC, or by closing the window of its results. */
public final class Stop implements ImageListener, AutoCloseable {
  private final ImagePlus image;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Stop(ImagePlus image) {
    this.image = image;
  }

  /**
   * Listens from now on.
   *
   * @param image whose closing ends the run
   */
  public static Stop when(ImagePlus image) {
    Stop stop = new Stop(image);
    IJ.resetEscape();
    ImagePlus.addImageListener(stop);
    return stop;
  }

  /** Whether the run is to end. */
  public boolean requested() {
    return closed.get() || IJ.escapePressed();
  }

  /** Whether the window was closed, so that nobody wants to see more. */
  public boolean windowClosed() {
    return closed.get();
  }

  @Override
  public void imageClosed(ImagePlus other) {
    if (other == image) {
      closed.set(true);
    }
  }

  @Override
  public void imageOpened(ImagePlus other) {}

  @Override
  public void imageUpdated(ImagePlus other) {}

  @Override
  public void close() {
    ImagePlus.removeImageListener(this);
  }
}
