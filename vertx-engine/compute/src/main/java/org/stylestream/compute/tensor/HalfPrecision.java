package org.stylestream.compute.tensor;

/** IEEE 754 binary16: one sign bit, five bits of exponent (bias 15), ten of fraction. */
final class HalfPrecision {
  private static final float SUBNORMAL_UNIT = 0x1p-24f;

  private HalfPrecision() {}

  /** The same value as a float; exact. */
  static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * SUBNORMAL_UNIT;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
