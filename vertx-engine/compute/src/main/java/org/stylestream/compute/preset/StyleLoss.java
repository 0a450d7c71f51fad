package org.stylestream.compute.preset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The style loss: weight · Σ_l layer weight · what a comparison of the features of N channels over
 * M positions comes to.
 *
 * @param weight of the whole term; 0 leaves it out
 * @param comparison of Gram matrices, or of Gaussians
 * @param layers weight by layer
 * @param source where these constants come from
 */
public record StyleLoss(
    double weight, Comparison comparison, Map<String, Double> layers, String source) {
  /** What is compared, and how. */
  public sealed interface Comparison permits Normalisation, Gaussians {
    /** It, for people. */
    String text();
  }

  /**
   * The squared Wasserstein distance between the Gaussians of features, as a mean over the
   * channels: mean (μ − μ̂)² + mean diag(Σ + Σ̂ − 2·(Σ̂^½·Σ·Σ̂^½)^½), Σ = F·Fᵀ/M − μ·μᵀ + ε·I.
   *
   * @param epsilon ε
   * @param featureScale F is VGG19's features divided by this
   */
  public record Gaussians(double epsilon, double featureScale) implements Comparison {
    @Override
    public String text() {
      return "distance of gaussians, epsilon %s, features divided by %s"
          .formatted(epsilon, featureScale);
    }
  }

  /** Normalised Σ (G/d − A/d_s)², G = F·Fᵀ: the divisors d of Gram matrices and of the sum. */
  public enum Normalisation implements Comparison {
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

    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

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
