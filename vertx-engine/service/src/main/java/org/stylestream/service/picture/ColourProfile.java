package org.stylestream.service.picture;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An embedded ICC profile, and the way from its colours to sRGB at 16 bits a channel. */
final class ColourProfile {
  private static final int MAXIMUM_ROWS = 64;

  /** "mluc", ICC.1:2010, section 10.13. */
  private static final int MULTILINGUAL = 0x6d6c7563;

  private final ICC_Profile profile;
  private final String name;

  private ColourProfile(ICC_Profile profile, String name) {
    this.profile = profile;
    this.name = name;
  }

  static ColourProfile of(ICC_Profile profile) {
    return new ColourProfile(profile, nameOf(profile).orElse("an unnamed profile"));
  }

  /**
   * Reads a profile.
   *
   * @return nothing if it is none
   */
  static Optional<ColourProfile> parse(byte[] data) {
    try {
      return Optional.of(of(ICC_Profile.getInstance(data)));
    } catch (IllegalArgumentException | CMMException e) {
      return Optional.empty();
    }
  }

  /** What it calls itself, such as "Adobe RGB (1998)". */
  String name() {
    return name;
  }

  /** Whether it describes sRGB, so that nothing is to be converted. */
  boolean isSrgb() {
    return name.contains("sRGB") && profile.getColorSpaceType() == ColorSpace.TYPE_RGB;
  }

  /** Whether it is for pixels of this many colours. */
  boolean suits(int colours) {
    return profile.getNumComponents() == colours;
  }

  /**
   * Converts to sRGB.
   *
   * @param samples height × width × the profile's colours, 0–255
   * @return height × width × 3, 0–255
   * @throws CMMException if the profile is of no use
   */
  float[] toSrgb(float[] samples, int height, int width) {
    int colours = profile.getNumComponents();
    var srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
    var conversion = new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null);
    var converted = new float[Math.multiplyExact(height * width, 3)];
    for (int y = 0; y < height; y += MAXIMUM_ROWS) {
      int rows = Math.min(MAXIMUM_ROWS, height - y);
      WritableRaster source = raster(rows, width, colours);
      WritableRaster target = raster(rows, width, 3);
      short[] sourceData = data(source);
      for (int i = 0; i < sourceData.length; i++) {
        sourceData[i] = (short) Math.round(samples[y * width * colours + i] * 257);
      }
      conversion.filter(source, target);
      short[] targetData = data(target);
      for (int i = 0; i < targetData.length; i++) {
        converted[y * width * 3 + i] = (targetData[i] & 0xffff) / 257f;
      }
    }
    return converted;
  }

  private static WritableRaster raster(int height, int width, int channels) {
    return Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, height, channels, null);
  }

  private static short[] data(WritableRaster raster) {
    return ((DataBufferUShort) raster.getDataBuffer()).getData();
  }

  /**
   * Its description: ASCII since version 2 of the ICC's specification, the first of several
   * languages since version 4.
   */
  private static Optional<String> nameOf(ICC_Profile profile) {
    byte[] tag = profile.getData(ICC_Profile.icSigProfileDescriptionTag);
    if (tag == null) {
      return Optional.empty();
    }
    ByteBuffer data = ByteBuffer.wrap(tag);
    try {
      String name =
          data.getInt(0) == MULTILINGUAL
              ? text(tag, data.getInt(24), data.getInt(20), StandardCharsets.UTF_16BE)
              : text(tag, 12, data.getInt(8), StandardCharsets.US_ASCII);
      return Optional.of(name.replace("\0", "").strip()).filter(text -> !text.isEmpty());
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static String text(byte[] tag, int offset, int length, Charset charset) {
    return new String(tag, offset, length, charset);
  }
}
