package org.stylestream.compute.preset;

/**
 * One scale of a run.
 *
 * @param scale length of this stage's sides relative to the run's size; the last stage's is 1
 * @param iterations accepted iterates, at least 1
 */
public record StageSettings(double scale, int iterations) {
  public StageSettings {
    if (!(scale > 0 && scale <= 1)) {
      throw new IllegalArgumentException(
          "the scale of a stage is %s; it must be above 0 and at most 1".formatted(scale));
    }
    if (iterations < 1) {
      throw new IllegalArgumentException(
          "a stage has %d iterations; it must have at least 1".formatted(iterations));
    }
  }
}
