package org.stylestream.service.picture;

import java.math.BigDecimal;

/** Distances between an axis' ticks that people can add up. */
final class RoundStep {
  private RoundStep() {}

  /**
   * The smallest of 1, 2 and 5 times a power of ten that is at least {@code wanted}, which is above
   * 0.
   */
  static BigDecimal atLeast(double wanted) {
    int exponent = (int) Math.floor(Math.log10(wanted));
    for (int multiple : new int[] {1, 2, 5}) {
      BigDecimal step = BigDecimal.valueOf(multiple).scaleByPowerOfTen(exponent);
      if (step.doubleValue() >= wanted) {
        return step;
      }
    }
    return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
  }
}
