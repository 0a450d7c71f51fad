package org.stylestream.compute.preset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The style loss: weight · Σ_l layer weight · normalised Σ (G/d − A/d_s)², with G = F·Fᵀ of N
 * channels over M positions.
 *
 * @param weight of the whole term; 0 leaves it out
 * @param normalisation what Gram matrices and the sum of squares are divided by
 * @param layers weight by layer
 * @param source where these constants come from
 */
public record StyleLoss(
    double weight, Normalisation normalisation, Map<String, Double> layers, String source) {
  /** The divisors d of a Gram matrix and of the sum of squares. */
  public enum Normalisation {
    /** Σ (G − A)² / (4 · 3² · (H·W)²), H·W the generated image's pixels: Keras' examples. */
    IMAGE_SIZE,
    /** Σ (G/M − A/M_s)² / (4 · N²): Gatys et al., equation 4, where M = M_s. */
    PAPER,
    /** mean (G/(N·M) − A/(N·M_s))², over the N² entries. */
    MEAN_PER_ELEMENT,
    /** mean (G/M − A/M_s)², over the N² entries. */
    MEAN_PER_POSITION,
    /** mean (G/M − A/M_s)² / N²: L. Gatys' notebook weights its layers so. */
    MEAN_PER_POSITION_AND_SIZE;

    /**
     * What a Gram matrix of N channels over M positions is multiplied by.
     *
     * @param generated positions of the generated image: what isn't divided by its own positions is
     *     compared as if it had as many
     */
    public double gramScale(long channels, long positions, long generated) {
      return switch (this) {
        case IMAGE_SIZE -> (double) generated / positions;
        case PAPER, MEAN_PER_POSITION, MEAN_PER_POSITION_AND_SIZE -> 1.0 / positions;
        case MEAN_PER_ELEMENT -> 1.0 / ((double) channels * positions);
      };
    }

    /** What the sum of squares is divided by, for a generated image of {@code pixels}. */
    public double divisor(long channels, long pixels) {
      double squared = (double) channels * channels;
      return switch (this) {
        case IMAGE_SIZE -> 4.0 * 9 * pixels * pixels;
        case PAPER -> 4 * squared;
        case MEAN_PER_ELEMENT, MEAN_PER_POSITION -> squared;
        case MEAN_PER_POSITION_AND_SIZE -> squared * squared;
      };
    }
  }

  public StyleLoss {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }
}
