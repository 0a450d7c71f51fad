package org.stylestream.compute.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {
  // Values from the IEEE 754-2008 definition of binary16.
  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x0001, 5.9604644775390625e-8",
    "0x03ff, 6.097555160522461e-5",
    "0x0400, 6.103515625e-5",
    "0x3555, 0.333251953125",
    "0x3c00, 1",
    "0x3c01, 1.0009765625",
    "0xc000, -2",
    "0x7bff, 65504",
    "0x7c00, Infinity",
    "0xfc00, -Infinity"
  })
  void widens(String bits, float value) {
    assertThat(HalfPrecision.toFloat(Integer.decode(bits).shortValue())).isEqualTo(value);
  }

  @Test
  void keepsNotANumberAndTheSignOfZero() {
    assertThat(HalfPrecision.toFloat((short) 0x7e00)).isNaN();
    assertThat(Float.floatToRawIntBits(HalfPrecision.toFloat((short) 0x8000)))
        .isEqualTo(0x80000000);
  }

  @Test
  void everyFiniteValueFollowsTheFormula() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      int exponent = bits >> 10;
      double fraction = (bits & 0x3ff) / 1024.0;
      double expected =
          exponent == 0 ? fraction * 0x1p-14 : Math.scalb(1 + fraction, exponent - 15);
      assertThat((double) HalfPrecision.toFloat((short) bits)).isEqualTo(expected);
      assertThat((double) HalfPrecision.toFloat((short) (bits | 0x8000))).isEqualTo(-expected);
    }
  }

  @Test
  void everyHalfComesBackFromItsFloat() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = HalfPrecision.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfPrecision.fromFloat(value)).isEqualTo((short) bits);
      }
    }
    assertThat(HalfPrecision.toFloat(HalfPrecision.fromFloat(Float.NaN))).isNaN();
  }

  @Test
  void narrowsToTheNearestAndOfTwoToTheEvenOne() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      double below = HalfPrecision.toFloat((short) bits);
      double above = HalfPrecision.toFloat((short) (bits + 1));
      float middle = (float) ((below + above) / 2);
      short even = (short) (bits + (bits & 1));
      assertThat(HalfPrecision.fromFloat(middle)).isEqualTo(even);
      assertThat(HalfPrecision.fromFloat(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(HalfPrecision.fromFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(HalfPrecision.fromFloat(-middle)).isEqualTo((short) (even | 0x8000));
    }
  }

  @Test
  void whatIsTooLargeBecomesInfinite() {
    assertThat(HalfPrecision.fromFloat(Math.nextDown(65520f))).isEqualTo((short) 0x7bff);
    assertThat(HalfPrecision.fromFloat(65520)).isEqualTo((short) 0x7c00);
    assertThat(HalfPrecision.fromFloat(-1e30f)).isEqualTo((short) 0xfc00);
  }
}
