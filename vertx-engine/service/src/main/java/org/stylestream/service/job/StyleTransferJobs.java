package org.stylestream.service.job;

import java.util.Optional;
import java.util.function.Function;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Luma;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.transfer.ColourControl;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.compute.transfer.StyleTransferJob;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;

/** Makes a style transfer of a request and its images. */
public final class StyleTransferJobs {
  private static final float WHITE = 255;

  private StyleTransferJobs() {}

  /**
   * @param preset with the request's changes
   * @param images gives the images that the request describes
   * @throws IllegalArgumentException if a region or mask is black all over
   */
  public static StyleTransferJob of(
      StyleTransferRequest request, StylePreset preset, Function<ImageDescription, Image> images) {
    return new StyleTransferJob(
        images.apply(request.content()),
        request.styles().stream().map(style -> style(style, images)).toList(),
        preset,
        request.initial().map(images),
        request.colour().map(StyleTransferJobs::colour),
        request.seed());
  }

  private static StyleImage style(StyleReference style, Function<ImageDescription, Image> images) {
    return new StyleImage(
        images.apply(style.image()),
        style.weight(),
        style.scale().orElse(1.0),
        plane(style.region(), images),
        plane(style.mask(), images));
  }

  /** How light an image is, 0–1. */
  private static Optional<Plane> plane(
      Optional<ImageDescription> described, Function<ImageDescription, Image> images) {
    return described.map(images).map(StyleTransferJobs::lightness);
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

  private static ColourControl colour(org.stylestream.protocol.job.ColourControl control) {
    return switch (control) {
      case LUMINANCE -> ColourControl.LUMINANCE;
      case MATCH -> ColourControl.MATCH;
    };
  }
}
