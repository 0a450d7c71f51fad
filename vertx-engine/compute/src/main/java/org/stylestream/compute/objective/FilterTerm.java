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
 * Σ_l factor_l · Σ_p w_p · Σ_f F_pf² over some filters f of the layers, w being 1 at the positions
 * p that are at least a border away from the edges, else 0: with negative factors, what Deep Dream
 * minimises where it looks at single filters. With D the diagonal matrix that has 1 for those
 * filters, the inner sums are ⟨Σ_p w_p · F_pᵀ·F_p, D⟩, which needs no map to be whole. Owns its
 * vectors.
 */
final class FilterTerm implements FeatureTerm {
  private final SortedMap<String, Tap> taps;

  FilterTerm(Map<String, Tap> taps) {
    this.taps = new TreeMap<>(taps);
  }

  /** One layer of the term. */
  static final class Tap implements AutoCloseable {
    private final double factor;
    private final Vector inside;
    private final Vector chosen;
    private final Vector gram;

    /**
     * @param factor what the sum of squares is multiplied by
     * @param filters from 0
     * @param border positions at every edge that don't count
     * @param height of the layer's feature map
     * @param width of the layer's feature map
     */
    Tap(
        Device device,
        double factor,
        List<Integer> filters,
        int border,
        int height,
        int width,
        int channels) {
      this.factor = factor;
      float[] weights = inside(border, height, width);
      float[] matrix = diagonal(filters, channels);
      List<Vector> vectors = device.vectors(weights.length, matrix.length, matrix.length);
      this.inside = vectors.get(0);
      this.chosen = vectors.get(1);
      this.gram = vectors.get(2);
      inside.write(weights);
      chosen.write(matrix);
    }

    private static float[] inside(int border, int height, int width) {
      float[] weights = new float[Math.multiplyExact(height, width)];
      for (int y = border; y < height - border; y++) {
        for (int x = border; x < width - border; x++) {
          weights[y * width + x] = 1;
        }
      }
      return weights;
    }

    private static float[] diagonal(List<Integer> filters, int channels) {
      float[] matrix = new float[channels * channels];
      filters.forEach(filter -> matrix[filter * (channels + 1)] = 1);
      return matrix;
    }

    @Override
    public void close() {
      inside.close();
      chosen.close();
      gram.close();
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
  public void begin() {
    taps.values().forEach(tap -> tap.gram.fill(0));
  }

  @Override
  public void observe(String layer, FeatureMap features, Sums sums, int index) {
    Tap tap = taps.get(layer);
    features.addGram(tap.inside, tap.gram);
  }

  @Override
  public void complete(Sums sums, int index) {
    taps.values().forEach(tap -> sums.addDot(index, tap.factor, tap.gram, tap.chosen));
  }

  /** ∂/∂F_p factor · w_p · Σ_f F_pf² = 2 · factor · w_p · F_p·D */
  @Override
  public void pullBack(String layer, FeatureMap features, FeatureGradient gradient) {
    Tap tap = taps.get(layer);
    gradient.addProduct(2 * tap.factor, features, tap.inside, tap.chosen);
  }

  @Override
  public void close() {
    taps.values().forEach(Tap::close);
  }
}
