package org.stylestream.compute.image;

/**
 * The brightness of gamma-encoded colours, Y = 0.299 · R + 0.587 · G + 0.114 · B (ITU-R BT.601),
 * and style transfer on it alone: L. Gatys, M. Bethge, A. Hertzmann, E. Shechtman, Preserving Color
 * in Neural Artistic Style Transfer, arXiv:1606.05897, section 3.2.
 */
public final class Luma {
  private static final double[] WEIGHTS = {0.299, 0.587, 0.114};

  private Luma() {}

  /** Y on 0–255, a value a pixel. */
  public static Plane of(Image image) {
    float[] values = new float[image.height() * image.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) at(image, i);
    }
    return new Plane(image.height(), image.width(), values);
  }

  private static double at(Image image, int pixel) {
    double luma = 0;
    for (int channel = 0; channel < Image.CHANNELS; channel++) {
      luma += WEIGHTS[channel] * image.pixels()[pixel * Image.CHANNELS + channel];
    }
    return luma;
  }

  /** An image without colours: Y in all channels. */
  public static Image grey(Image image) {
    return grey(of(image), 1, 0);
  }

  /**
   * The luma of a style, in all channels, with the content's mean and deviation: σ_C/σ_S · (Y_S −
   * μ_S) + μ_C. Values outside 0–255 may occur.
   */
  public static Image matched(Image style, Image content) {
    Plane luma = of(style);
    Moments from = Moments.of(luma);
    Moments to = Moments.of(of(content));
    double gain = from.deviation() > 0 ? to.deviation() / from.deviation() : 0;
    return grey(luma, gain, to.mean() - gain * from.mean());
  }

  private static Image grey(Plane luma, double gain, double offset) {
    float[] pixels = new float[Math.multiplyExact(luma.values().length, Image.CHANNELS)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (gain * luma.values()[i / Image.CHANNELS] + offset);
    }
    return new Image(luma.height(), luma.width(), pixels);
  }

  /**
   * The luma of one image with the chroma of another. Of colours R = Y + 0.956 · I + 0.619 · Q and
   * so on, that is Y_luma − Y_chroma added to every channel. Values outside 0–255 may occur.
   *
   * @param chroma of the size of {@code luma}
   */
  public static Image withChroma(Image luma, Image chroma) {
    if (luma.height() != chroma.height() || luma.width() != chroma.width()) {
      throw new IllegalArgumentException(
          "an image of %d×%d can't take its colours from one of %d×%d"
              .formatted(luma.width(), luma.height(), chroma.width(), chroma.height()));
    }
    float[] pixels = chroma.pixels().clone();
    for (int i = 0; i < pixels.length; i += Image.CHANNELS) {
      int pixel = i / Image.CHANNELS;
      double difference = at(luma, pixel) - at(chroma, pixel);
      for (int channel = 0; channel < Image.CHANNELS; channel++) {
        pixels[i + channel] += (float) difference;
      }
    }
    return new Image(luma.height(), luma.width(), pixels);
  }

  private record Moments(double mean, double deviation) {
    static Moments of(Plane plane) {
      double sum = 0;
      double squares = 0;
      for (float value : plane.values()) {
        sum += value;
        squares += (double) value * value;
      }
      int count = plane.values().length;
      double mean = sum / count;
      return new Moments(mean, Math.sqrt(Math.max(0, squares / count - mean * mean)));
    }
  }
}
