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
 * The style loss Σ_r Σ_l factor_rl · W(F_l, r) over the regions r of the generated image, W being
 * the distance of the features' Gaussian from the style's ({@link StyleGaussian}). Its sums over
 * positions, ΣF and FᵀF, add up over bands. Distances are computed on the host, in double: what the
 * roots of nearly singular matrices need, float32 doesn't have. Owns its vectors.
 */
final class GaussianTerm implements FeatureTerm {
  /**
   * One layer of a region.
   *
   * @param factor what the distance is multiplied by
   * @param positions M, of the whole map
   * @param guide T², a value a position, of mean 1; empty: all positions count alike
   * @param sums of the generated image
   * @param matrix room for what multiplies F in the gradient, channels × channels
   * @param row room for what the gradient has at every position besides, a value a channel
   */
  record Target(
      double factor,
      long positions,
      Optional<Vector> guide,
      StyleGaussian style,
      ChannelSums sums,
      Vector matrix,
      Vector row)
      implements TermTarget {
    private FeatureMoments moments() {
      return sums.addTo(FeatureMoments.none(row.length()), 1.0 / positions);
    }

    /**
     * With D the distance's gradient by Σ = Σ T²·FᵀF/M − μμᵀ and d that by μ where Σ stays, the
     * gradient at a position is factor/M · T² · (F·2D + d − 2D·μ).
     */
    private void setGradient(FeatureMoments moments, StyleGaussian.Distance distance) {
      int channels = row.length();
      float[] values = new float[channels];
      float[] doubled = new float[channels * channels];
      for (int i = 0; i < channels; i++) {
        double product = 0;
        for (int j = 0; j < channels; j++) {
          double element = 2 * distance.byCovariance()[i][j];
          doubled[i * channels + j] = (float) element;
          product += element * moments.mean()[j];
        }
        values[i] = (float) (distance.byMean()[i] - product);
      }
      matrix.write(doubled);
      row.write(values);
    }

    private void pullBack(FeatureMap features, FeatureGradient gradient) {
      double scale = factor / positions;
      if (guide.isEmpty()) {
        gradient.addProduct(scale, features, matrix);
        gradient.addToAll(scale, features, row);
        return;
      }
      gradient.addProduct(scale, features, guide.get(), matrix);
      gradient.addToAll(scale, features, guide.get(), row);
    }

    @Override
    public void close() {
      guide.ifPresent(Vector::close);
      sums.close();
      matrix.close();
      row.close();
    }
  }

  private final SortedMap<String, List<Target>> targets = new TreeMap<>();

  /**
   * @param regions the targets of each by layer
   */
  GaussianTerm(List<Map<String, Target>> regions) {
    regions.forEach(
        region ->
            region.forEach(
                (layer, target) ->
                    targets.computeIfAbsent(layer, name -> new ArrayList<>()).add(target)));
  }

  private List<Target> all() {
    return targets.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public String name() {
    return StyleTerm.NAME;
  }

  @Override
  public Set<String> layers() {
    return targets.keySet();
  }

  @Override
  public void begin() {
    all().forEach(target -> target.sums().clear());
  }

  @Override
  public void observe(String layer, FeatureMap features, Sums sums, int index) {
    targets.get(layer).forEach(target -> target.sums().observe(features, target.guide()));
  }

  /** The layers' distances are computed side by side; the device is only used by this thread. */
  @Override
  public void complete(Sums sums, int index) {
    record Observed(Target target, FeatureMoments moments) {}
    record Completed(Observed observed, StyleGaussian.Distance distance) {}
    List<Observed> observed =
        all().stream().map(target -> new Observed(target, target.moments())).toList();
    List<Completed> completed =
        observed.parallelStream()
            .map(one -> new Completed(one, one.target().style().to(one.moments())))
            .toList();
    for (Completed one : completed) {
      Target target = one.observed().target();
      sums.add(index, target.factor() * one.distance().value());
      target.setGradient(one.observed().moments(), one.distance());
    }
  }

  @Override
  public void pullBack(String layer, FeatureMap features, FeatureGradient gradient) {
    targets.get(layer).forEach(target -> target.pullBack(features, gradient));
  }

  @Override
  public void close() {
    all().forEach(Target::close);
  }
}
