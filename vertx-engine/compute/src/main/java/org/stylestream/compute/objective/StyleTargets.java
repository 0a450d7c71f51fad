package org.stylestream.compute.objective;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/**
 * What the generated image's Gram matrices shall match: the weighted mean of the styles' scaled
 * Gram matrices. (Σ w_i · ‖G − A_i‖² with Σ w_i = 1 differs from ‖G − Σ w_i · A_i‖² by a constant,
 * so that the picture is the same.)
 *
 * @param styles the style images with their blend weights, of sum 1
 * @param layers what each layer contributes
 */
public record StyleTargets(List<WeightedStyle> styles, Map<String, LayerLoss> layers) {
  /**
   * One style.
   *
   * @param image at the size at which it is looked at, at least 16 × 16
   * @param weight its share
   */
  public record WeightedStyle(Image image, double weight) {}

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

  /** Measures the styles and makes the term's targets for a generated image of height × width. */
  Map<String, StyleTerm.Target> measure(
      Device device, FeatureNetwork network, int height, int width, Cancellation cancellation) {
    Map<String, StyleTerm.Target> targets = new HashMap<>();
    try {
      layers.forEach(
          (layer, loss) -> targets.put(layer, empty(device, network, layer, loss, height, width)));
      for (WeightedStyle style : styles) {
        add(style, targets, device, network, height, width, cancellation);
      }
      return targets;
    } catch (RuntimeException | Error e) {
      for (StyleTerm.Target target : targets.values()) {
        target.style().close();
        target.difference().close();
      }
      throw e;
    }
  }

  private static StyleTerm.Target empty(
      Device device, FeatureNetwork network, String layer, LayerLoss loss, int height, int width) {
    ConvolutionLayer shape = network.topology().layer(layer);
    int channels = shape.outputs();
    long positions = NetworkTopology.positions(shape, height, width);
    return new StyleTerm.Target(
        loss.factor(),
        loss.gramScale().of(positions, positions),
        device.vector(channels * channels),
        device.vector(channels * channels));
  }

  private void add(
      WeightedStyle style,
      Map<String, StyleTerm.Target> targets,
      Device device,
      FeatureNetwork network,
      int height,
      int width,
      Cancellation cancellation) {
    Image image = style.image();
    List<String> names = List.copyOf(layers.keySet());
    try (Vector pixels = device.vector(image.pixels().length);
        FeaturePass pass = network.prepare(image.height(), image.width(), names, false)) {
      pixels.write(image.pixels());
      targets.values().forEach(target -> target.difference().fill(0));
      pass.forward(
          pixels,
          (layer, features) -> features.addGram(targets.get(layer).difference()),
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
}
