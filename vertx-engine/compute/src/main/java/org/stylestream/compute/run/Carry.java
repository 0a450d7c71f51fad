package org.stylestream.compute.run;

import org.stylestream.compute.image.Image;

/** Carries an image over to a stage of another size. */
@FunctionalInterface
public interface Carry {
  /** An image of the size given, made from {@code image}, which stays as it is. */
  Image carry(Image image, int height, int width);
}
