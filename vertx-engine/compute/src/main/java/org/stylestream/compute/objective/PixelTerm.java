package org.stylestream.compute.objective;

import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** A term of an objective that looks at the image's pixels. */
interface PixelTerm extends AutoCloseable {
  /** What the loss calls this term, for example {@code temporal}. */
  String name();

  /** Adds the term to {@code sums[index]} and its gradient with respect to the pixels. */
  void add(Vector image, Sums sums, int index, Vector gradient);

  @Override
  void close();
}
