package org.stylestream.compute.objective;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/**
 * What the Gram matrices of the generated image, or of a region of it, shall match: the weighted
 * mean of the styles' scaled Gram matrices. (Σ w_i · ‖G − A_i‖² with Σ w_i = 1 differs from ‖G − Σ
 * w_i · A_i‖² by a constant, so that the picture is the same.)
 *
 * @param styles the style images with their blend weights, of sum 1
 * @param layers what each layer contributes
 * @param region 0–1, of the generated image's size; empty: all of it
 */
public record StyleTargets(
    List<WeightedStyle> styles, Map<String, LayerLoss> layers, Optional<Plane> region) {
  /**
   * One style.
   *
   * @param image at the size at which it is looked at, at least 16 × 16
   * @param weight its share
   * @param mask 0–1, of the image's size: what of the image counts; empty: all of it
   */
  public record WeightedStyle(Image image, double weight, Optional<Plane> mask) {
    public WeightedStyle(Image image, double weight) {
      this(image, weight, Optional.empty());
    }
  }

  /**
   * One layer's loss: factor · Σ (G/d(M) − A/d(M_s))², d being 1 or the number of positions or
   * more.
   *
   * @param factor what the sum of squares is multiplied by
   * @param gramScale what a Gram matrix is multiplied by
   */
  public record LayerLoss(double factor, GramScale gramScale) {}

  /** What a Gram matrix is multiplied by, given its number of positions. */
  @FunctionalInterface
  public interface GramScale {
    /**
     * The factor.
     *
     * @param positions that the matrix is a sum over
     * @param generated positions of the generated image
     */
    double of(long positions, long generated);
  }

  public StyleTargets {
    styles = List.copyOf(styles);
    layers = Map.copyOf(layers);
  }

  /** For all of the generated image. */
  public StyleTargets(List<WeightedStyle> styles, Map<String, LayerLoss> layers) {
    this(styles, layers, Optional.empty());
  }

  /**
   * Measures the styles and makes the term's targets for a generated image of height × width; a
   * layer that sees nothing of the region has none.
   */
  Map<String, StyleTerm.Target> measure(
      Device device,
      FeatureNetwork network,
      int height,
      int width,
      Tiling tiling,
      Cancellation cancellation) {
    Map<String, StyleTerm.Target> targets = new HashMap<>();
    try {
      layers.forEach(
          (name, loss) -> {
            ConvolutionLayer layer = network.topology().layer(name);
            Optional<float[]> guide = region.flatMap(plane -> Guide.weights(plane, layer));
            if (region.isEmpty() || guide.isPresent()) {
              long positions = NetworkTopology.positions(layer, height, width);
              targets.put(name, empty(device, layer, loss, positions, guide));
            }
          });
      for (WeightedStyle style : styles) {
        add(style, targets, device, network, height, width, tiling, cancellation);
      }
      return targets;
    } catch (RuntimeException | Error e) {
      targets.values().forEach(StyleTerm.Target::close);
      throw e;
    }
  }

  private static StyleTerm.Target empty(
      Device device,
      ConvolutionLayer layer,
      LayerLoss loss,
      long positions,
      Optional<float[]> guide) {
    int channels = layer.outputs();
    return new StyleTerm.Target(
        loss.factor(),
        loss.gramScale().of(positions, positions),
        guide.map(weights -> vector(device, weights)),
        device.vector(channels * channels),
        device.vector(channels * channels));
  }

  private static Vector vector(Device device, float[] values) {
    Vector vector = device.vector(values.length);
    vector.write(values);
    return vector;
  }

  private void add(
      WeightedStyle style,
      Map<String, StyleTerm.Target> targets,
      Device device,
      FeatureNetwork network,
      int height,
      int width,
      Tiling tiling,
      Cancellation cancellation) {
    Image image = style.image();
    List<String> names = List.copyOf(targets.keySet());
    try (Vector pixels = device.vector(image.pixels().length);
        FeaturePass pass = network.prepare(image.height(), image.width(), names, false, tiling)) {
      pixels.write(image.pixels());
      targets.values().forEach(target -> target.difference().fill(0));
      pass.forward(
          pixels,
          (name, features) ->
              addGram(
                  device,
                  style.mask().flatMap(mask -> Guide.weights(mask, network.topology().layer(name))),
                  features,
                  targets.get(name).difference()),
          cancellation);
      targets.forEach(
          (layer, target) -> {
            ConvolutionLayer shape = network.topology().layer(layer);
            double scale =
                layers
                    .get(layer)
                    .gramScale()
                    .of(
                        NetworkTopology.positions(shape, image.height(), image.width()),
                        NetworkTopology.positions(shape, height, width));
            target.style().axpy(style.weight() * scale, target.difference());
          });
    }
  }

  private static void addGram(
      Device device, Optional<float[]> guide, FeatureMap features, Vector gram) {
    if (guide.isEmpty()) {
      features.addGram(gram);
      return;
    }
    try (Vector weights = vector(device, guide.get())) {
      features.addGram(weights, gram);
    }
  }
}
