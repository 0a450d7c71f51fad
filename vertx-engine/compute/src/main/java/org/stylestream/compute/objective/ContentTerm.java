package org.stylestream.compute.objective;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/**
 * The content loss Σ_l factor_l · Σ (F_l − P_l)², P the content image's feature map (Gatys, Ecker,
 * Bethge, arXiv:1508.06576, equation 1). Owns the targets.
 */
final class ContentTerm implements FeatureTerm {
  /**
   * One layer of the term.
   *
   * @param factor what the sum of squares is multiplied by
   * @param features P, height × width × channels
   */
  record Target(double factor, Vector features) {}

  private final SortedMap<String, Target> targets;

  ContentTerm(Map<String, Target> targets) {
    this.targets = new TreeMap<>(targets);
  }

  @Override
  public String name() {
    return "content";
  }

  @Override
  public Set<String> layers() {
    return targets.keySet();
  }

  @Override
  public void begin() {}

  @Override
  public void observe(String layer, FeatureMap features, Sums sums, int index) {
    Target target = targets.get(layer);
    features.addSquaredDistance(index, target.factor(), target.features(), sums);
  }

  @Override
  public void complete(Sums sums, int index) {}

  /** ∂/∂F factor · Σ (F − P)² = 2 · factor · (F − P) */
  @Override
  public void pullBack(String layer, FeatureMap features, FeatureGradient gradient) {
    Target target = targets.get(layer);
    gradient.addDifference(2 * target.factor(), features, target.features());
  }

  /** Σ_l factor_l · Σ P_l² */
  double energy() {
    double sum = 0;
    for (Target target : targets.values()) {
      sum += target.factor() * target.features().dot(target.features());
    }
    return sum;
  }

  @Override
  public void close() {
    targets.values().forEach(target -> target.features().close());
  }
}
