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
 * The style loss Σ_l factor_l · Σ (scale_l · Gram(F_l) − A_l)², A the style's Gram matrix, already
 * scaled (Gatys, Ecker, Bethge, arXiv:1508.06576, equations 3–5). Owns its matrices.
 */
final class StyleTerm implements FeatureTerm {
  /**
   * One layer of the term.
   *
   * @param factor what the sum of squares is multiplied by
   * @param scale what the generated image's Gram matrix is multiplied by
   * @param style A, channels × channels
   * @param difference scratch for scale · G − A, channels × channels
   */
  record Target(double factor, double scale, Vector style, Vector difference) {}

  private final SortedMap<String, Target> targets;

  StyleTerm(Map<String, Target> targets) {
    this.targets = new TreeMap<>(targets);
  }

  @Override
  public String name() {
    return "style";
  }

  @Override
  public Set<String> layers() {
    return targets.keySet();
  }

  @Override
  public void begin() {
    targets.values().forEach(target -> target.difference().fill(0));
  }

  @Override
  public void observe(String layer, FeatureMap features, Sums sums, int index) {
    features.addGram(targets.get(layer).difference());
  }

  @Override
  public void complete(Sums sums, int index) {
    for (Target target : targets.values()) {
      target.difference().scale(target.scale());
      target.difference().axpy(-1, target.style());
      sums.addDot(index, target.factor(), target.difference(), target.difference());
    }
  }

  /** ∂/∂F factor · Σ (scale · FᵀF − A)² = 4 · factor · scale · F · (scale · FᵀF − A) */
  @Override
  public void pullBack(String layer, FeatureMap features, FeatureGradient gradient) {
    Target target = targets.get(layer);
    gradient.addProduct(4 * target.factor() * target.scale(), features, target.difference());
  }

  @Override
  public void close() {
    for (Target target : targets.values()) {
      target.style().close();
      target.difference().close();
    }
  }
}
