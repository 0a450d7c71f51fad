package org.stylestream.service.picture;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.Optional;

/**
 * The samples of a decoded picture as they are stored, at full precision and in whatever colour
 * space they are in.
 *
 * @param colours 1 (grey), 3 (RGB) or 4 (CMYK) samples a pixel
 * @param samples height × width × colours, 0–255, straight (not multiplied by alpha)
 * @param alpha height × width, 0–1
 * @param bits of a sample in the file's encoding
 * @param space of the samples
 */
record DecodedPixels(
    int height,
    int width,
    int colours,
    float[] samples,
    Optional<float[]> alpha,
    int bits,
    ColorSpace space) {

  /**
   * The pixels of {@code image}.
   *
   * @throws PixelLayoutException if its samples have no meaning as a picture
   */
  static DecodedPixels of(BufferedImage image) throws PixelLayoutException {
    return image.getColorModel() instanceof IndexColorModel palette
        ? ofPalette(image, palette)
        : ofSamples(image);
  }

  /** The profile of the colour space, unless it is what samples mean without one. */
  Optional<ICC_Profile> profile() {
    if (space.isCS_sRGB() || space.equals(ColorSpace.getInstance(ColorSpace.CS_GRAY))) {
      return Optional.empty();
    }
    return space instanceof ICC_ColorSpace icc ? Optional.of(icc.getProfile()) : Optional.empty();
  }

  private static DecodedPixels ofPalette(BufferedImage image, IndexColorModel palette) {
    Raster raster = image.getRaster();
    int height = raster.getHeight();
    int width = raster.getWidth();
    int colours = isGrey(palette) ? 1 : 3;
    var samples = new float[Math.multiplyExact(height * width, colours)];
    var alpha = new float[palette.hasAlpha() ? height * width : 0];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int rgb = palette.getRGB(row[x]);
        int pixel = y * width + x;
        for (int channel = 0; channel < colours; channel++) {
          samples[pixel * colours + channel] = rgb >> (16 - 8 * channel) & 0xff;
        }
        if (palette.hasAlpha()) {
          alpha[pixel] = (rgb >>> 24) / 255f;
        }
      }
    }
    return new DecodedPixels(
        height,
        width,
        colours,
        samples,
        Optional.of(alpha).filter(values -> palette.hasAlpha()),
        8,
        palette.getColorSpace());
  }

  private static boolean isGrey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private static DecodedPixels ofSamples(BufferedImage image) throws PixelLayoutException {
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    int height = raster.getHeight();
    int width = raster.getWidth();
    int colours = model.getNumColorComponents();
    int bands = raster.getNumBands();
    checkColours(colours, model.getColorSpace());
    float[] scales = scales(raster, bands);
    var samples = new float[Math.multiplyExact(height * width, colours)];
    var alpha = new float[model.hasAlpha() ? height * width : 0];
    float[] row = new float[width * bands];
    for (int y = 0; y < height; y++) {
      readRow(raster, y, row);
      for (int x = 0; x < width; x++) {
        int pixel = y * width + x;
        for (int channel = 0; channel < colours; channel++) {
          samples[pixel * colours + channel] = row[x * bands + channel] * scales[channel];
        }
        if (model.hasAlpha()) {
          alpha[pixel] = row[x * bands + colours] * scales[colours] / 255;
        }
      }
    }
    checkRange(samples, raster.getTransferType());
    if (model.isAlphaPremultiplied()) {
      divideByAlpha(samples, alpha, colours);
    }
    return new DecodedPixels(
        height,
        width,
        colours,
        samples,
        Optional.of(alpha).filter(values -> model.hasAlpha()),
        raster.getSampleModel().getSampleSize(0),
        model.getColorSpace());
  }

  private static void readRow(Raster raster, int y, float[] row) {
    if (raster.getTransferType() == DataBuffer.TYPE_FLOAT) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      return;
    }
    // Several times as fast as asking for floats.
    int[] integers = raster.getPixels(0, y, raster.getWidth(), 1, (int[]) null);
    for (int i = 0; i < row.length; i++) {
      row[i] = integers[i];
    }
  }

  private static void checkColours(int colours, ColorSpace space) throws PixelLayoutException {
    boolean known =
        switch (space.getType()) {
          case ColorSpace.TYPE_GRAY -> colours == 1;
          case ColorSpace.TYPE_RGB -> colours == 3;
          case ColorSpace.TYPE_CMYK -> colours == 4;
          default -> false;
        };
    if (!known) {
      throw new PixelLayoutException(
          "has %d colour channels that are neither grey, RGB nor CMYK".formatted(colours));
    }
  }

  /** What takes each band to 0–255. */
  private static float[] scales(Raster raster, int bands) throws PixelLayoutException {
    var scales = new float[bands];
    for (int band = 0; band < bands; band++) {
      int bits = raster.getSampleModel().getSampleSize(band);
      scales[band] =
          switch (raster.getTransferType()) {
            case DataBuffer.TYPE_FLOAT -> 255;
            case DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT, DataBuffer.TYPE_INT ->
                255f / ((1 << Math.min(bits, 16)) - 1);
            default -> throw new PixelLayoutException("has %d-bit samples".formatted(bits));
          };
      if (bits > 16 && raster.getTransferType() != DataBuffer.TYPE_FLOAT) {
        throw new PixelLayoutException("has %d-bit samples".formatted(bits));
      }
    }
    return scales;
  }

  private static void checkRange(float[] samples, int transferType) throws PixelLayoutException {
    if (transferType != DataBuffer.TYPE_FLOAT) {
      return;
    }
    for (float sample : samples) {
      if (!(sample >= 0 && sample <= 255)) {
        throw new PixelLayoutException(
            "has a floating-point sample of %s, outside 0–1".formatted(sample / 255));
      }
    }
  }

  private static void divideByAlpha(float[] samples, float[] alpha, int colours) {
    for (int pixel = 0; pixel < alpha.length; pixel++) {
      int from = pixel * colours;
      if (alpha[pixel] == 0) {
        Arrays.fill(samples, from, from + colours, 0);
        continue;
      }
      for (int i = from; i < from + colours; i++) {
        samples[i] = Math.min(255, samples[i] / alpha[pixel]);
      }
    }
  }
}
