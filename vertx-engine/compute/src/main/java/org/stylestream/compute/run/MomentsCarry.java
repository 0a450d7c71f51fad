package org.stylestream.compute.run;

import org.stylestream.compute.image.Image;
import org.stylestream.compute.optimizer.Moments;

/** Carries what an optimiser has learnt over to a stage of another size. */
@FunctionalInterface
public interface MomentsCarry {
  /**
   * Moments for images of height × width.
   *
   * @param moments for images of the size of {@code image}
   */
  Moments carry(Moments moments, Image image, int height, int width);
}
