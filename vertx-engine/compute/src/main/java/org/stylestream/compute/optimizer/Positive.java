package org.stylestream.compute.optimizer;

/** Checks constants of optimisers. */
final class Positive {
  private Positive() {}

  static void check(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "the %s is %s; it must be a number above 0".formatted(what, value));
    }
  }
}
