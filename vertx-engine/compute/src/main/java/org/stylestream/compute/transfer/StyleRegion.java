package org.stylestream.compute.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.objective.StyleTargets;

/**
 * A region of the generated image and the styles that go there.
 *
 * @param styles with weights of sum 1
 * @param strength what its style loss is multiplied by: the region's share of the image, so that
 *     every pixel feels its style as strongly as without regions, times the mean weight of its
 *     styles relative to all styles'
 * @param where 0–1, of the generated image's size; empty: all of it
 */
record StyleRegion(
    List<StyleTargets.WeightedStyle> styles, double strength, Optional<Plane> where) {
  /**
   * All of the generated image.
   *
   * @param styles with weights of sum 1
   */
  static StyleRegion whole(List<StyleTargets.WeightedStyle> styles) {
    return new StyleRegion(styles, 1, Optional.empty());
  }

  /**
   * The regions of a job: one of every style that has its own, and one of all others together,
   * which is what the former leave.
   *
   * @param sized brings a style's image to the size at which it is looked at
   */
  static List<StyleRegion> of(
      StyleTransferJob job, int height, int width, Function<StyleImage, Image> sized) {
    List<StyleImage> others =
        job.styles().stream().filter(style -> style.region().isEmpty()).toList();
    if (others.size() == job.styles().size()) {
      return List.of(whole(blend(others, sized)));
    }
    float[] rest = new float[height * width];
    Arrays.fill(rest, 1);
    List<StyleRegion> regions = new ArrayList<>();
    double mean = meanWeight(job.styles());
    for (StyleImage style : job.styles()) {
      style
          .region()
          .map(plane -> Resampler.resize(plane, height, width))
          .ifPresent(
              where -> {
                regions.add(region(List.of(style), mean, where, sized));
                for (int i = 0; i < rest.length; i++) {
                  rest[i] = Math.max(0, rest[i] - where.values()[i]);
                }
              });
    }
    if (!others.isEmpty()) {
      regions.add(region(others, mean, new Plane(height, width, rest), sized));
    }
    return List.copyOf(regions);
  }

  private static StyleRegion region(
      List<StyleImage> styles, double mean, Plane where, Function<StyleImage, Image> sized) {
    double share = 0;
    for (float value : where.values()) {
      share += value;
    }
    share /= where.values().length;
    return new StyleRegion(
        blend(styles, sized), share * meanWeight(styles) / mean, Optional.of(where));
  }

  private static double meanWeight(List<StyleImage> styles) {
    return styles.stream().mapToDouble(StyleImage::weight).average().orElseThrow();
  }

  private static List<StyleTargets.WeightedStyle> blend(
      List<StyleImage> styles, Function<StyleImage, Image> sized) {
    double sum = styles.stream().mapToDouble(StyleImage::weight).sum();
    return styles.stream()
        .map(
            style -> {
              Image image = sized.apply(style);
              return new StyleTargets.WeightedStyle(
                  image,
                  style.weight() / sum,
                  style.mask().map(mask -> Resampler.resize(mask, image.height(), image.width())));
            })
        .toList();
  }
}
