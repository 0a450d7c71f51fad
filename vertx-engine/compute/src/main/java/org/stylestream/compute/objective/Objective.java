package org.stylestream.compute.objective;

import java.util.List;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Vector;

/** What is to be minimised over images of one size. */
public interface Objective extends AutoCloseable {
  /** The names of the terms of every loss, in order, for example content, style, tv. */
  List<String> terms();

  /** Rows of the image. */
  int height();

  /** Columns of the image. */
  int width();

  /**
   * Evaluates the loss of an image and its gradient.
   *
   * @param image height × width × 3, RGB on 0–255
   * @param gradient overwritten with ∂total/∂image, of the same shape
   * @param cancellation asked often
   * @throws org.stylestream.compute.device.CancelledException soon after a cancel was requested;
   *     the objective can be used again
   */
  Loss evaluate(Vector image, Vector gradient, Cancellation cancellation);

  @Override
  void close();
}
