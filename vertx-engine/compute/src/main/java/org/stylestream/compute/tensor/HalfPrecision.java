package org.stylestream.compute.tensor;

/** IEEE 754 binary16: one sign bit, five bits of exponent (bias 15), ten of fraction. */
public final class HalfPrecision {
  private static final float SUBNORMAL_UNIT = 0x1p-24f;
  private static final float SMALLEST_NORMAL = 0x1p-14f;

  /** Halfway between the largest half, 65504, and what would follow it. */
  private static final float OVERFLOW = 65520;

  private HalfPrecision() {}

  /** The same value as a float; exact. */
  public static float toFloat(short bits) {
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

  /** The nearest half, ties to even; beyond 65519 infinity; a NaN stays one. */
  public static short fromFloat(float value) {
    int bits = Float.floatToIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= OVERFLOW) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < SMALLEST_NORMAL) {
      return (short) (sign | (int) Math.rint(magnitude / SUBNORMAL_UNIT));
    }
    int rebiased = (bits & 0x7fffffff) - (127 - 15 << 23);
    int even = rebiased >>> 13 & 1;
    // A carry out of the fraction goes into the exponent, as it should.
    return (short) (sign | rebiased + 0xfff + even >>> 13);
  }
}
