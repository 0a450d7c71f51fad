package org.stylestream.service.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;

/**
 * Float pixels rounded to 8 or 16 bits; what is outside the range is clamped, and what is no number
 * becomes 0.
 */
final class QuantizedPixels {
  private QuantizedPixels() {}

  /** Interleaved RGB, 8 bits a channel. */
  static byte[] bytes(Image image) {
    BufferedImage picture = picture(image, Optional.empty(), 8);
    return ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
  }

  /** RGB, or RGBA where there is an alpha channel, straight, in sRGB. */
  static BufferedImage picture(Image image, Optional<Plane> alpha, int bits) {
    int type = bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
    int channels = alpha.isPresent() ? 4 : 3;
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            alpha.isPresent(),
            false,
            alpha.isPresent() ? ComponentColorModel.TRANSLUCENT : ComponentColorModel.OPAQUE,
            type);
    WritableRaster raster =
        Raster.createInterleavedRaster(type, image.width(), image.height(), channels, null);
    float steps = bits == 8 ? 1 : 257;
    DataBuffer buffer = raster.getDataBuffer();
    float[] colours = image.pixels();
    for (int i = 0; i < colours.length; i++) {
      int channel = i % Image.CHANNELS;
      buffer.setElem(i / Image.CHANNELS * channels + channel, round(colours[i] * steps, bits));
    }
    alpha.ifPresent(
        plane -> {
          float[] values = plane.values();
          for (int i = 0; i < values.length; i++) {
            buffer.setElem(i * channels + Image.CHANNELS, round(values[i] * 255 * steps, bits));
          }
        });
    return new BufferedImage(model, raster, false, null);
  }

  private static int round(float value, int bits) {
    return Math.max(0, Math.min((1 << bits) - 1, Math.round(value)));
  }
}
