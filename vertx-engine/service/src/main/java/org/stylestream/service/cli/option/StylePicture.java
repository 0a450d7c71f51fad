package org.stylestream.service.cli.option;

import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.service.job.StyleImages;
import org.stylestream.service.picture.Picture;

/**
 * A style picture and how it is used.
 *
 * @param weight its share of the blend
 * @param scale its size relative to that which the preset gives it
 * @param region where on the content picture it goes
 * @param mask what of it counts
 */
public record StylePicture(
    Picture picture,
    double weight,
    double scale,
    Optional<Picture> region,
    Optional<Picture> mask) {
  /** All of a picture, at its usual size. */
  static StylePicture whole(Picture picture) {
    return new StylePicture(picture, 1, 1, Optional.empty(), Optional.empty());
  }

  /**
   * What the mathematics sees.
   *
   * @throws IllegalArgumentException if weight, scale or a mask can't be
   */
  StyleImage image() {
    return new StyleImage(
        picture.image(),
        weight,
        scale,
        region.map(Picture::image).map(StyleImages::lightness),
        mask.map(Picture::image).map(StyleImages::lightness));
  }

  Stream<Picture> pictures() {
    return Stream.of(Optional.of(picture), region, mask).flatMap(Optional::stream);
  }
}
