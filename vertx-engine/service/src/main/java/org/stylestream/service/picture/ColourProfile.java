package org.stylestream.service.picture;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.icc.IccDirectory;
import com.drew.metadata.icc.IccReader;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** An embedded ICC profile, and the way from its colours to sRGB at 16 bits a channel. */
final class ColourProfile {
  private static final int MAXIMUM_ROWS = 64;

  private final ICC_Profile profile;
  private final String name;

  private ColourProfile(ICC_Profile profile, String name) {
    this.profile = profile;
    this.name = name;
  }

  static ColourProfile of(ICC_Profile profile) {
    return new ColourProfile(profile, nameOf(profile.getData()).orElse("an unnamed profile"));
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

  private static Optional<String> nameOf(byte[] data) {
    var metadata = new Metadata();
    new IccReader().extract(new ByteArrayReader(data), metadata);
    return Optional.ofNullable(metadata.getFirstDirectoryOfType(IccDirectory.class))
        .map(directory -> directory.getDescription(IccDirectory.TAG_TAG_desc))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
