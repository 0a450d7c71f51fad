package org.stylestream.service.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A wide colour space with the numbers of Adobe RGB (1998): a profile of it, made here, and the way
 * to sRGB by matrices. Colorants are adapted to D50, as ICC profiles want them.
 */
final class AdobeRgb {
  private static final double GAMMA = 563 / 256.0;

  /** X, Y, Z of red, green and blue (Adobe RGB (1998) Color Image Encoding, 4.3.5). */
  private static final double[][] COLORANTS = {
    {0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}
  };

  /**
   * XYZ (D50) to linear sRGB: the inverse of IEC 61966-2-1's colorants under Bradford's adaptation.
   */
  private static final double[][] XYZ_TO_SRGB = {
    {3.1338561, -1.6168667, -0.4906146},
    {-0.9787684, 1.9161415, 0.0334540},
    {0.0719453, -0.2289914, 1.4052427}
  };

  private AdobeRgb() {}

  static double[] toSrgb(double[] rgb) {
    double[] xyz = new double[3];
    for (int colour = 0; colour < 3; colour++) {
      double linear = Math.pow(rgb[colour], GAMMA);
      for (int i = 0; i < 3; i++) {
        xyz[i] += COLORANTS[colour][i] * linear;
      }
    }
    double[] srgb = new double[3];
    for (int channel = 0; channel < 3; channel++) {
      double linear = 0;
      for (int i = 0; i < 3; i++) {
        linear += XYZ_TO_SRGB[channel][i] * xyz[i];
      }
      srgb[channel] =
          linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    }
    return srgb;
  }

  /** An ICC profile, version 2.1 (ICC.1:1998-09), that calls itself "Test RGB (1998)". */
  static byte[] profile() {
    String[] tags = {"desc", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"};
    byte[][] data = {
      description("Test RGB (1998)"),
      xyz(0.9642, 1, 0.8249),
      xyz(COLORANTS[0]),
      xyz(COLORANTS[1]),
      xyz(COLORANTS[2]),
      curve(),
      curve(),
      curve()
    };
    int size = 132 + 12 * tags.length;
    for (byte[] element : data) {
      size += element.length;
    }
    ByteBuffer profile = ByteBuffer.allocate(size);
    profile.putInt(0, size).putInt(8, 0x02100000);
    put(profile, 12, "mntrRGB XYZ ");
    put(profile, 36, "acsp");
    profile.position(68);
    profile.putInt(fixed(0.9642)).putInt(fixed(1)).putInt(fixed(0.8249));
    profile.position(128);
    profile.putInt(tags.length);
    int offset = 132 + 12 * tags.length;
    for (int i = 0; i < tags.length; i++) {
      profile.put(ascii(tags[i])).putInt(offset).putInt(data[i].length);
      offset += data[i].length;
    }
    for (byte[] element : data) {
      profile.put(element);
    }
    return profile.array();
  }

  private static byte[] description(String text) {
    int length = text.length() + 1;
    // Behind the ASCII text: empty Unicode and Macintosh ones; padded to 4 bytes.
    int size = (12 + length + 8 + 70 + 3) / 4 * 4;
    ByteBuffer tag = ByteBuffer.allocate(size);
    tag.put(ascii("desc")).putInt(0).putInt(length).put(ascii(text));
    return tag.array();
  }

  private static byte[] xyz(double... values) {
    ByteBuffer tag = ByteBuffer.allocate(20).put(ascii("XYZ ")).putInt(0);
    for (double value : values) {
      tag.putInt(fixed(value));
    }
    return tag.array();
  }

  private static byte[] curve() {
    return ByteBuffer.allocate(16)
        .put(ascii("curv"))
        .putInt(0)
        .putInt(1)
        .putShort((short) Math.round(GAMMA * 256))
        .array();
  }

  private static int fixed(double value) {
    return (int) Math.round(value * 65536);
  }

  private static void put(ByteBuffer target, int position, String text) {
    target.position(position);
    target.put(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
