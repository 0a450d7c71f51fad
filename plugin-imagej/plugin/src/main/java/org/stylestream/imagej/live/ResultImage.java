package org.stylestream.imagej.live;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.ImageWindow;
import ij.macro.Interpreter;
import ij.measure.Calibration;
import java.util.List;
import org.stylestream.compute.preset.SizeRule;

/**
 * The image that a run's pictures go into. Once it is shown, it is changed on the thread of events
 * only.
 */
public final class ResultImage {
  /** The property that holds the options, as a macro has them. */
  public static final String OPTIONS_PROPERTY = "StyleStream";

  private final ImageStack stack;
  private final ImagePlus image;
  private int received;
  private boolean shown;

  /**
   * @param title made unique among the open images
   * @param first pixels of slices that are there before anything has come: at least one
   * @param options of the run, as a macro has them
   */
  public ResultImage(
      String title,
      SizeRule.Size size,
      Calibration calibration,
      List<int[]> first,
      String options) {
    stack = new ImageStack(size.width(), size.height());
    first.forEach(pixels -> stack.addSlice("content", pixels));
    image = new ImagePlus(WindowManager.makeUniqueName(title), stack);
    image.setCalibration(calibration);
    image.setProp(OPTIONS_PROPERTY, options);
  }

  /** The image. */
  public ImagePlus image() {
    return image;
  }

  /** Whether nothing has come but what was there before. */
  public boolean isUntouched() {
    return received == 0;
  }

  /** Takes slices in, and shows the newest if the user was looking at the one before. */
  void take(List<Slice> slices) {
    boolean closed = shown && image.getWindow() == null;
    if (slices.isEmpty() || closed) {
      return;
    }
    boolean following = image.getCurrentSlice() >= stack.size();
    slices.forEach(this::take);
    image.setStack(stack);
    if (following && image.getCurrentSlice() != stack.size()) {
      image.setSlice(stack.size());
    }
    // As with what other commands make, closing it asks no question.
    image.changes = false;
  }

  private void take(Slice slice) {
    received++;
    if (slice.place() == Slice.NEW) {
      stack.addSlice(slice.label(), slice.pixels());
      return;
    }
    stack.setPixels(slice.pixels(), slice.place());
    stack.setSliceLabel(slice.label(), slice.place());
  }

  /** Opens its window, on the last slice. */
  void show() {
    image.setSlice(stack.size());
    image.show();
    shown = true;
  }

  /** Hands it to a macro that shows nothing; without a macro it stays hidden. */
  public void showInBatch() {
    boolean macroWithoutImageJ = IJ.isMacro() && IJ.getInstance() == null;
    if (Interpreter.isBatchMode() || macroWithoutImageJ) {
      image.show();
    }
  }

  /** Makes it the active image again, where it has a window. */
  public void activate() {
    ImageWindow window = image.getWindow();
    if (window != null) {
      window.toFront();
      WindowManager.setCurrentWindow(window);
      WindowManager.setWindow(window);
    }
  }

  /** Closes it without asking whether it is to be saved. */
  public void discard() {
    image.changes = false;
    image.close();
  }
}
