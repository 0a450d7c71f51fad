package org.stylestream.compute.transfer;

import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;

/**
 * What a frame of a sequence shall stay close to.
 *
 * @param image the last frame's result, moved to where this frame has its pixels
 * @param trust on 0–1, where that holds
 * @param weight of the temporal loss, relative to the content loss: with 1, black for white all
 *     over costs as much as an image without the content's features
 */
public record TemporalReference(Image image, Plane trust, double weight) {
  public TemporalReference {
    if (weight < 0) {
      throw new IllegalArgumentException(
          "the temporal weight is %s; it must be at least 0".formatted(weight));
    }
  }
}
