package org.stylestream.compute.objective;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/**
 * Σ_l factor_l · Σ F_l · S_l, S_l being chosen for F_l from a guide's features on the host: with
 * negative factors, what Deep Dream minimises where it has a guide. What the layers show is kept
 * whole, four times, however the network goes through its maps. Owns its vectors.
 */
final class GuideTerm implements FeatureTerm {
  private final SortedMap<String, Tap> taps;

  GuideTerm(Map<String, Tap> taps) {
    this.taps = new TreeMap<>(taps);
  }

  /** One layer of the term. */
  static final class Tap {
    private final double factor;
    private final GuideFeatures guide;
    private final int height;
    private final int width;
    private final Vector features;
    private final Vector selected;
    private final float[] values;
    private final float[] choice;

    /**
     * @param factor what the sum is multiplied by
     * @param height of the layer's feature map
     * @param width of the layer's feature map
     */
    Tap(Device device, double factor, GuideFeatures guide, int height, int width, int channels) {
      int length = Math.multiplyExact(Math.multiplyExact(height, width), channels);
      this.factor = factor;
      this.guide = guide;
      this.height = height;
      this.width = width;
      this.values = new float[length];
      this.choice = new float[length];
      List<Vector> vectors = device.vectors(length, length);
      this.features = vectors.get(0);
      this.selected = vectors.get(1);
    }

    private void complete(Sums sums, int index) {
      features.read(values);
      guide.choose(values, height, width, choice);
      selected.write(choice);
      sums.addDot(index, factor, features, selected);
      features.axpy(-1, selected);
    }

    void close() {
      features.close();
      selected.close();
    }
  }

  @Override
  public String name() {
    return ActivationTerm.NAME;
  }

  @Override
  public Set<String> layers() {
    return taps.keySet();
  }

  @Override
  public void begin() {}

  @Override
  public void observe(String layer, FeatureMap map, Sums sums, int index) {
    map.copyTo(taps.get(layer).features);
  }

  @Override
  public void complete(Sums sums, int index) {
    taps.values().forEach(tap -> tap.complete(sums, index));
  }

  /** ∂/∂F factor · F · S = factor · S, as the difference of F and F − S. */
  @Override
  public void pullBack(String layer, FeatureMap map, FeatureGradient gradient) {
    Tap tap = taps.get(layer);
    gradient.addDifference(tap.factor, map, tap.features);
  }

  @Override
  public void close() {
    taps.values().forEach(Tap::close);
  }
}
