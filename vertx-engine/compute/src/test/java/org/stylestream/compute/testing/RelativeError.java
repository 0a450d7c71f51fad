package org.stylestream.compute.testing;

/** The distance of arrays, relative to what was expected. */
public final class RelativeError {
  private RelativeError() {}

  /** ‖actual − expected‖₂ / ‖expected‖₂; infinite where the lengths differ. */
  public static double of(float[] actual, float[] expected) {
    double[] exact = new double[expected.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = expected[i];
    }
    return of(actual, exact);
  }

  /** ‖actual − expected‖₂ / ‖expected‖₂; infinite where the lengths differ. */
  public static double of(float[] actual, double[] expected) {
    if (actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double error = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = actual[i] - expected[i];
      error += difference * difference;
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(error / norm);
  }
}
