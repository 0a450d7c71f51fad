package org.stylestream.compute.preset;

import java.util.OptionalDouble;

/**
 * How a preset's scales follow one another.
 *
 * @param steps which sizes there are
 * @param averageDecay what is seen of a scale, and where the next begins, is the mean of its
 *     iterates, in which each counts so many times as much as the one after it; empty: the last
 *     iterate
 * @param carriesMoments whether Adam goes on at a scale from what it had learnt at the one before,
 *     resized with the image, by bicubic interpolation
 */
public record Succession(Steps steps, OptionalDouble averageDecay, boolean carriesMoments) {
  /** Which sizes there are for a picture of a size of the user's. */
  public enum Steps {
    /** The preset's own, and one more for each doubling of a large picture. */
    DOUBLINGS,
    /** The size divided by powers of √2, down to 128 pixels on the longer side. */
    ROOTS_OF_TWO
  }

  /** Iterates as they are, doublings, and nothing carried over but the image. */
  public static final Succession PLAIN =
      new Succession(Steps.DOUBLINGS, OptionalDouble.empty(), false);
}
