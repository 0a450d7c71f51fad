package org.stylestream.imagej.job;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.ImageWindow;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the user wants a run to end: by ESC, or by closing the window of its results. */
public final class Stop implements ImageListener, AutoCloseable {
  private final Optional<ImagePlus> image;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Stop(Optional<ImagePlus> image) {
    this.image = image;
  }

  /**
   * Listens from now on.
   *
   * @param image whose closing ends the run
   */
  public static Stop byEscapeOrClosing(ImagePlus image) {
    return listening(Optional.of(image));
  }

  /** Listens from now on. */
  public static Stop byEscape() {
    return listening(Optional.empty());
  }

  private static Stop listening(Optional<ImagePlus> image) {
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
    if (image.filter(own -> own == other).isPresent() && isGone(other.getWindow())) {
      closed.set(true);
    }
  }

  /** An image that becomes a stack gets another window; ImageJ calls that closing, too. */
  private static boolean isGone(ImageWindow window) {
    return window == null || window.isClosed();
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
