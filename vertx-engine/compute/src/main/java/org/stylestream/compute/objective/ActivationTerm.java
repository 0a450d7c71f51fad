package org.stylestream.compute.objective;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;

/**
 * Σ_l factor_l · Σ F_l² over the positions at least {@code border} from the edges: with negative
 * factors, what Deep Dream minimises (Keras' deep_dream example leaves out a border of 2).
 */
final class ActivationTerm implements FeatureTerm {
  /** What the loss calls it. */
  static final String NAME = "activation";

  private final SortedMap<String, Double> factors;
  private final int border;

  ActivationTerm(Map<String, Double> factors, int border) {
    this.factors = new TreeMap<>(factors);
    this.border = border;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> layers() {
    return factors.keySet();
  }

  @Override
  public void begin() {}

  @Override
  public void observe(String layer, FeatureMap features, Sums sums, int index) {
    features.addSquares(index, factors.get(layer), border, sums);
  }

  @Override
  public void complete(Sums sums, int index) {}

  /** ∂/∂F factor · Σ F² = 2 · factor · F */
  @Override
  public void pullBack(String layer, FeatureMap features, FeatureGradient gradient) {
    gradient.addInside(2 * factors.get(layer), features, border);
  }

  @Override
  public void close() {}
}
