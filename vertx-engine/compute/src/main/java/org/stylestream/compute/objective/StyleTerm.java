package org.stylestream.compute.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/**
 * The style loss Σ_r Σ_l factor_rl · Σ (scale_l · Gram_r(F_l) − A_rl)² over the regions r of the
 * generated image, A the style's Gram matrix, already scaled (Gatys, Ecker, Bethge,
 * arXiv:1508.06576, equations 3–5; with regions: see {@link Guide}). Owns its matrices.
 */
final class StyleTerm implements FeatureTerm {
  /**
   * One layer of a region.
   *
   * @param factor what the sum of squares is multiplied by
   * @param scale what the generated image's Gram matrix is multiplied by
   * @param guide T², a value a position; empty: the Gram matrix is that of the whole map
   * @param style A, channels × channels
   * @param difference scratch for scale · G − A, channels × channels
   */
  record Target(
      double factor, double scale, Optional<Vector> guide, Vector style, Vector difference)
      implements TermTarget {
    @Override
    public void close() {
      guide.ifPresent(Vector::close);
      style.close();
      difference.close();
    }
  }

  /** What the loss calls it. */
  static final String NAME = "style";

  private final SortedMap<String, List<Target>> targets = new TreeMap<>();

  /**
   * @param regions the targets of each by layer
   */
  StyleTerm(List<Map<String, Target>> regions) {
    regions.forEach(
        region ->
            region.forEach(
                (layer, target) ->
                    targets.computeIfAbsent(layer, name -> new ArrayList<>()).add(target)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> layers() {
    return targets.keySet();
  }

  @Override
  public void begin() {
    targets.values().forEach(layer -> layer.forEach(target -> target.difference().fill(0)));
  }

  @Override
  public void observe(String layer, FeatureMap features, Sums sums, int index) {
    for (Target target : targets.get(layer)) {
      target
          .guide()
          .ifPresentOrElse(
              guide -> features.addGram(guide, target.difference()),
              () -> features.addGram(target.difference()));
    }
  }

  @Override
  public void complete(Sums sums, int index) {
    targets.values().forEach(layer -> layer.forEach(target -> complete(target, sums, index)));
  }

  private static void complete(Target target, Sums sums, int index) {
    target.difference().scale(target.scale());
    target.difference().axpy(-1, target.style());
    sums.addDot(index, target.factor(), target.difference(), target.difference());
  }

  /**
   * With T the guide (or 1) at F's position, ∂/∂F factor · Σ (scale · Σ T²·FᵀF − A)² = 4 · factor ·
   * scale · T² · F · (scale · Σ T²·FᵀF − A).
   */
  @Override
  public void pullBack(String layer, FeatureMap features, FeatureGradient gradient) {
    for (Target target : targets.get(layer)) {
      double factor = 4 * target.factor() * target.scale();
      target
          .guide()
          .ifPresentOrElse(
              guide -> gradient.addProduct(factor, features, guide, target.difference()),
              () -> gradient.addProduct(factor, features, target.difference()));
    }
  }

  @Override
  public void close() {
    targets.values().forEach(layer -> layer.forEach(Target::close));
  }
}
