package org.stylestream.compute.image;

/**
 * Gives an image another's mean colour and covariance of colours, by a linear map of its pixels: x'
 * = C_s^½ · C_t^−½ · (x − μ_t) + μ_s, t the image changed and s the one it is matched to, both
 * roots symmetric. L. Gatys et al., Controlling Perceptual Factors in Neural Style Transfer (CVPR
 * 2017), section 5, in the form of A. Hertzmann et al., Image Analogies (2001); 1e-5 is added to
 * the covariances' diagonals for colours on 0–1, as in Gatys' NeuralImageSynthesis.
 */
public final class ColourMatching {
  private static final double SMALLEST_VARIANCE = 1e-5;
  private static final double WHITE = 255;

  private ColourMatching() {}

  /** {@code image} in the colours of {@code source}, clipped to 0–255. */
  public static Image match(Image image, Image source) {
    Colours from = Colours.of(image);
    Colours to = Colours.of(source);
    double[][] map =
        SquareRoots.product(
            SquareRoots.of(to.covariance).root(), SquareRoots.of(from.covariance).inverse());
    float[] pixels = new float[image.pixels().length];
    for (int i = 0; i < pixels.length; i += Image.CHANNELS) {
      for (int row = 0; row < Image.CHANNELS; row++) {
        double value = to.mean[row];
        for (int column = 0; column < Image.CHANNELS; column++) {
          value += map[row][column] * (image.pixels()[i + column] / WHITE - from.mean[column]);
        }
        pixels[i + row] = (float) (WHITE * Math.min(Math.max(value, 0), 1));
      }
    }
    return new Image(image.height(), image.width(), pixels);
  }

  /** Mean and covariance of an image's colours on 0–1. */
  private static final class Colours {
    private final double[] mean = new double[Image.CHANNELS];
    private final double[][] covariance = new double[Image.CHANNELS][Image.CHANNELS];

    static Colours of(Image image) {
      Colours colours = new Colours();
      float[] pixels = image.pixels();
      double share = 1 / ((double) image.height() * image.width());
      for (int i = 0; i < pixels.length; i++) {
        colours.mean[i % Image.CHANNELS] += share * pixels[i] / WHITE;
      }
      for (int i = 0; i < pixels.length; i++) {
        int row = i % Image.CHANNELS;
        double difference = pixels[i] / WHITE - colours.mean[row];
        for (int column = 0; column < Image.CHANNELS; column++) {
          double other = pixels[i - row + column] / WHITE - colours.mean[column];
          colours.covariance[row][column] += share * difference * other;
        }
      }
      for (int i = 0; i < Image.CHANNELS; i++) {
        colours.covariance[i][i] += SMALLEST_VARIANCE;
      }
      return colours;
    }
  }
}
