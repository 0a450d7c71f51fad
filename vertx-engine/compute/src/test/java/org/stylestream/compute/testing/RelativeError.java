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

  /**
   * The same for images of {@code width} columns and three channels, without the spot of so many
   * pixels to each side of the one that is farthest off.
   */
  public static double outsideOfWorstSpot(float[] actual, float[] expected, int width, int reach) {
    int worst = 0;
    for (int i = 0; i < expected.length; i++) {
      boolean farther =
          Math.abs(actual[i] - expected[i]) > Math.abs(actual[worst] - expected[worst]);
      worst = farther ? i : worst;
    }
    float[] kept = actual.clone();
    for (int i = 0; i < kept.length; i++) {
      int down = Math.abs(i / 3 / width - worst / 3 / width);
      int across = Math.abs(i / 3 % width - worst / 3 % width);
      kept[i] = down <= reach && across <= reach ? expected[i] : kept[i];
    }
    return of(kept, expected);
  }
}
