package org.stylestream.compute.transfer;

import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Interpolation;
import org.stylestream.compute.optimizer.Moments;

/**
 * What a scale begins with where Adam goes on from the scale before (K. Crowson,
 * style-transfer-pytorch, stylize and scale_adam).
 */
final class Enlargement {
  private Enlargement() {}

  /** By bicubic interpolation, and within 0–255, beyond which that goes beside hard edges. */
  static Image image(Image image, int height, int width) {
    Image enlarged = Interpolation.BICUBIC.resize(image, height, width);
    float[] pixels = enlarged.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.min(Math.max(pixels[i], 0), 255);
    }
    return enlarged;
  }

  /** By bicubic interpolation, and the squares, which mustn't become negative, by bilinear. */
  static Moments moments(Moments moments, Image image, int height, int width) {
    Image mean = new Image(image.height(), image.width(), moments.mean());
    Image meanSquare = new Image(image.height(), image.width(), moments.meanSquare());
    return new Moments(
        Interpolation.BICUBIC.resize(mean, height, width).pixels(),
        Interpolation.BILINEAR.resize(meanSquare, height, width).pixels(),
        moments.steps());
  }
}
