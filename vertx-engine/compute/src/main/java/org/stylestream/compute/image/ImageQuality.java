package org.stylestream.compute.image;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How far an image is from another.
 *
 * @param similarity mean structural similarity of their luma, −1 to 1; see {@link
 *     StructuralSimilarity}
 * @param colourDifference mean CIEDE2000 over the pixels, from 0; see {@link CieLab#difference}
 */
public record ImageQuality(double similarity, double colourDifference) {
  /**
   * Compares two images.
   *
   * @param image values outside 0–255 are clipped
   * @param reference at any size; compared at the image's
   */
  public static ImageQuality of(Image image, Image reference) {
    Image clipped = clipped(image);
    Image sized = Resampler.resize(reference, image.height(), image.width());
    double[] rows =
        IntStream.range(0, image.height())
            .parallel()
            .mapToDouble(y -> rowDifference(clipped, sized, y))
            .toArray();
    double pixels = (double) image.height() * image.width();
    return new ImageQuality(
        StructuralSimilarity.of(clipped, sized), Arrays.stream(rows).sum() / pixels);
  }

  private static double rowDifference(Image image, Image reference, int y) {
    double sum = 0;
    for (int x = 0; x < image.width(); x++) {
      sum += colour(image, y, x).difference(colour(reference, y, x));
    }
    return sum;
  }

  private static CieLab colour(Image image, int y, int x) {
    return CieLab.of(image.at(y, x, 0), image.at(y, x, 1), image.at(y, x, 2));
  }

  private static Image clipped(Image image) {
    float[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.min(Math.max(pixels[i], 0), 255);
    }
    return new Image(image.height(), image.width(), pixels);
  }
}
