package org.stylestream.compute.image;

/**
 * A colour in CIE 1976 L*a*b* with the white of D65.
 *
 * @param l lightness, 0–100
 * @param a from green to red
 * @param b from blue to yellow
 */
public record CieLab(double l, double a, double b) {
  /** Linear sRGB to XYZ: IEC 61966-2-1. */
  private static final double[][] XYZ = {
    {0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}
  };

  private static final double CHROMA_KNEE = Math.pow(25, 7);

  /** A colour in sRGB on 0–255; what is beyond is clipped. */
  public static CieLab of(double red, double green, double blue) {
    double[] linear = {linear(red), linear(green), linear(blue)};
    double[] f = new double[3];
    for (int i = 0; i < 3; i++) {
      double white = XYZ[i][0] + XYZ[i][1] + XYZ[i][2];
      double value = XYZ[i][0] * linear[0] + XYZ[i][1] * linear[1] + XYZ[i][2] * linear[2];
      f[i] = compressed(value / white);
    }
    return new CieLab(116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2]));
  }

  private static double linear(double encoded) {
    double value = Math.min(Math.max(encoded / 255, 0), 1);
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static double compressed(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }

  /**
   * ΔE*₀₀, 0 for equal colours, about 1 for those that can just be told apart: G. Sharma, W. Wu, E.
   * Dalal, The CIEDE2000 Color-Difference Formula, Color Research and Application 30 (2005),
   * equations 2–22, with k_L = k_C = k_H = 1.
   */
  public double difference(CieLab other) {
    double meanChroma7 = Math.pow((Math.hypot(a, b) + Math.hypot(other.a, other.b)) / 2, 7);
    double g = 0.5 * (1 - Math.sqrt(meanChroma7 / (meanChroma7 + CHROMA_KNEE)));
    double a1 = (1 + g) * a;
    double a2 = (1 + g) * other.a;
    double c1 = Math.hypot(a1, b);
    double c2 = Math.hypot(a2, other.b);
    double h1 = hue(a1, b);
    double h2 = hue(a2, other.b);
    boolean grey = c1 * c2 == 0;

    double deltaL = other.l - l;
    double deltaC = c2 - c1;
    double deltaHue = grey ? 0 : wrapped(h2 - h1);
    double deltaH = 2 * Math.sqrt(c1 * c2) * sin(deltaHue / 2);

    double meanL = (l + other.l) / 2;
    double meanC = (c1 + c2) / 2;
    double meanH = grey ? h1 + h2 : meanHue(h1, h2);
    double t =
        1
            - 0.17 * cos(meanH - 30)
            + 0.24 * cos(2 * meanH)
            + 0.32 * cos(3 * meanH + 6)
            - 0.20 * cos(4 * meanH - 63);
    double deltaTheta = 30 * Math.exp(-Math.pow((meanH - 275) / 25, 2));
    double meanC7 = Math.pow(meanC, 7);
    double rotationC = 2 * Math.sqrt(meanC7 / (meanC7 + CHROMA_KNEE));
    double offset = Math.pow(meanL - 50, 2);
    double scaleL = 1 + 0.015 * offset / Math.sqrt(20 + offset);
    double scaleC = 1 + 0.045 * meanC;
    double scaleH = 1 + 0.015 * meanC * t;
    double rotation = -sin(2 * deltaTheta) * rotationC;
    double lightness = deltaL / scaleL;
    double chroma = deltaC / scaleC;
    double hue = deltaH / scaleH;
    return Math.sqrt(lightness * lightness + chroma * chroma + hue * hue + rotation * chroma * hue);
  }

  /** In degrees, 0–360; 0 without chroma. */
  private static double hue(double a, double b) {
    double degrees = Math.toDegrees(Math.atan2(b, a));
    return degrees < 0 ? degrees + 360 : degrees;
  }

  private static double wrapped(double degrees) {
    if (degrees > 180) {
      return degrees - 360;
    }
    return degrees < -180 ? degrees + 360 : degrees;
  }

  private static double meanHue(double h1, double h2) {
    double sum = h1 + h2;
    if (Math.abs(h1 - h2) <= 180) {
      return sum / 2;
    }
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
  }

  private static double sin(double degrees) {
    return Math.sin(Math.toRadians(degrees));
  }

  private static double cos(double degrees) {
    return Math.cos(Math.toRadians(degrees));
  }
}
