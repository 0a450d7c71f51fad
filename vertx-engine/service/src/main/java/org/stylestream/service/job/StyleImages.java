package org.stylestream.service.job;

import java.util.Arrays;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Luma;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.transfer.ColourControl;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.TemporalReference;

/** Makes what a style transfer has beside its content image of references and what was uploaded. */
public final class StyleImages {
  private static final float WHITE = 255;

  private StyleImages() {}

  /**
   * A style image.
   *
   * @throws JobFaultException if an image can't be read, or a mask is black all over
   */
  static StyleImage of(StyleReference style, JobImages images) {
    try {
      return new StyleImage(
          images.image(style.image()),
          style.weight(),
          style.scale().orElse(1.0),
          style.region().map(images::image).map(StyleImages::lightness),
          style.mask().map(images::image).map(StyleImages::lightness));
    } catch (IllegalArgumentException e) {
      throw JobFaultException.invalid("request.styles", e);
    }
  }

  /**
   * What a frame of a sequence shall stay close to.
   *
   * @throws JobFaultException if an image can't be read
   */
  static org.stylestream.compute.transfer.TemporalReference of(
      TemporalReference temporal, JobImages images) {
    Image last = images.image(temporal.image());
    return new org.stylestream.compute.transfer.TemporalReference(
        last,
        temporal.trust().map(images::image).map(StyleImages::lightness).orElseGet(() -> all(last)),
        temporal.weight());
  }

  private static Plane all(Image image) {
    float[] values = new float[image.height() * image.width()];
    Arrays.fill(values, 1);
    return new Plane(image.height(), image.width(), values);
  }

  /** The luma of an image on 0–1: what of a picture a mask lets count. */
  public static Plane lightness(Image image) {
    Plane luma = Luma.of(image);
    float[] values = luma.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(Math.max(values[i] / WHITE, 0), 1);
    }
    return new Plane(luma.height(), luma.width(), values);
  }

  /** A mask as a grey image, white where it is 1: what {@link #lightness} makes it of. */
  public static Image white(Plane mask) {
    float[] pixels = new float[Math.multiplyExact(mask.values().length, Image.CHANNELS)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = WHITE * mask.values()[i / Image.CHANNELS];
    }
    return new Image(mask.height(), mask.width(), pixels);
  }

  static ColourControl colour(org.stylestream.protocol.job.ColourControl control) {
    return switch (control) {
      case LUMINANCE -> ColourControl.LUMINANCE;
      case MATCH -> ColourControl.MATCH;
    };
  }
}
