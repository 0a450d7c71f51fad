package org.stylestream.compute.preset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content loss: weight · Σ_l layer weight · normalised Σ (F − P)², F of N channels × M
 * positions.
 *
 * @param weight of the whole term; 0 leaves it out
 * @param normalisation what the sum of squares is divided by
 * @param layers weight by layer
 * @param source where these constants come from
 */
public record ContentLoss(
    double weight, Normalisation normalisation, Map<String, Double> layers, String source) {
  /** What Σ (F − P)² is divided by. */
  public enum Normalisation {
    /** 1 */
    SUM,
    /** 2 */
    HALF_SUM,
    /** N·M */
    MEAN,
    /** N·M·s², s being {@link TorchvisionFeatures#SCALE}: the mean over torchvision's features. */
    MEAN_OF_TORCHVISION;

    /** The divisor for N channels and M positions. */
    public double divisor(long channels, long positions) {
      return switch (this) {
        case SUM -> 1;
        case HALF_SUM -> 2;
        case MEAN -> (double) channels * positions;
        case MEAN_OF_TORCHVISION ->
            TorchvisionFeatures.SCALE * TorchvisionFeatures.SCALE * channels * positions;
      };
    }
  }

  public ContentLoss {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }
}
