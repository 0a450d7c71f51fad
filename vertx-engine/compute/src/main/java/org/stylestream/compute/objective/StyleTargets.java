package org.stylestream.compute.objective;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.FeatureMap;
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

  /** Rows and columns of the generated image. */
  private record Size(int height, int width) {}

  /**
   * Measures the styles and makes the term's targets for a generated image of height × width; a
   * layer that sees nothing of the region has none.
   */
  Map<String, StyleTerm.Target> measure(StyleMaps maps, int height, int width) {
    Map<String, StyleTerm.Target> targets = new HashMap<>();
    try {
      layers.forEach(
          (name, loss) -> {
            ConvolutionLayer layer = maps.network().topology().layer(name);
            Optional<float[]> guide = region.flatMap(plane -> Guide.weights(plane, layer));
            if (region.isEmpty() || guide.isPresent()) {
              long positions = NetworkTopology.positions(layer, height, width);
              targets.put(name, empty(maps, layer, loss, positions, guide));
            }
          });
      for (WeightedStyle style : styles) {
        add(style, targets, maps, new Size(height, width));
      }
      return targets;
    } catch (RuntimeException | Error e) {
      targets.values().forEach(StyleTerm.Target::close);
      throw e;
    }
  }

  private static StyleTerm.Target empty(
      StyleMaps maps,
      ConvolutionLayer layer,
      LayerLoss loss,
      long positions,
      Optional<float[]> guide) {
    int matrix = layer.outputs() * layer.outputs();
    GuidedVectors vectors = GuidedVectors.of(maps.device(), guide, matrix, matrix);
    return new StyleTerm.Target(
        loss.factor(),
        loss.gramScale().of(positions, positions),
        vectors.guide(),
        vectors.others().get(0),
        vectors.others().get(1));
  }

  private void add(
      WeightedStyle style, Map<String, StyleTerm.Target> targets, StyleMaps maps, Size generated) {
    Image image = style.image();
    targets.values().forEach(target -> target.difference().fill(0));
    maps.show(
        style,
        List.copyOf(targets.keySet()),
        (layer, features, weights) -> addGram(features, weights, targets.get(layer).difference()));
    targets.forEach(
        (name, target) -> {
          ConvolutionLayer layer = maps.network().topology().layer(name);
          double scale =
              layers
                  .get(name)
                  .gramScale()
                  .of(
                      NetworkTopology.positions(layer, image.height(), image.width()),
                      NetworkTopology.positions(layer, generated.height(), generated.width()));
          target.style().axpy(style.weight() * scale, target.difference());
        });
  }

  private static void addGram(FeatureMap features, Optional<Vector> weights, Vector gram) {
    weights.ifPresentOrElse(
        present -> features.addGram(present, gram), () -> features.addGram(gram));
  }
}
