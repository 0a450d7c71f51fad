package org.stylestream.service.picture;

import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;

/**
 * A picture from a file: upright, in sRGB.
 *
 * @param image the colours, not multiplied by alpha
 * @param alpha 0 (transparent) – 1, of the image's size, where the file had it
 * @param source what the file said about itself
 */
public record Picture(Image image, Optional<Plane> alpha, PictureSource source) {
  /** The shortest side that VGG-19's four poolings leave something of. */
  public static final int MINIMAL_SIDE = 16;

  /** The most that one side may be longer than the other. */
  public static final int MAXIMAL_ELONGATION = 100;

  /**
   * Checks that a network can see something in this picture.
   *
   * @throws PictureException if a side is below {@link #MINIMAL_SIDE}, or one is more than {@link
   *     #MAXIMAL_ELONGATION} times as long as the other
   */
  public void requireUsable() throws PictureException {
    int shorter = Math.min(image.height(), image.width());
    int longer = Math.max(image.height(), image.width());
    if (shorter < MINIMAL_SIDE) {
      throw new PictureException(
          "%s is %d×%d pixels, which is too small; both sides must be at least %d"
              .formatted(source.path(), image.width(), image.height(), MINIMAL_SIDE));
    }
    if (longer > (long) shorter * MAXIMAL_ELONGATION) {
      throw new PictureException(
          "%s is %d×%d pixels, which is too narrow; one side may be at most %d times the other"
              .formatted(source.path(), image.width(), image.height(), MAXIMAL_ELONGATION));
    }
  }
}
