package org.stylestream.compute.objective;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/**
 * What the Gaussians of the generated image's features, or of those in a region of it, shall match:
 * the one that has the weighted means of the styles' moments.
 *
 * @param styles the style images with their blend weights, of sum 1
 * @param layers what each layer contributes
 * @param region 0–1, of the generated image's size; empty: all of it
 */
public record GaussianTargets(
    List<StyleTargets.WeightedStyle> styles,
    Map<String, LayerLoss> layers,
    Optional<Plane> region) {
  /**
   * One layer's loss: factor times the squared Wasserstein distance, as a mean over the channels.
   *
   * @param epsilon what is added to the diagonals of both covariances, above 0
   */
  public record LayerLoss(double factor, double epsilon) {}

  public GaussianTargets {
    styles = List.copyOf(styles);
    layers = Map.copyOf(layers);
  }

  /**
   * Measures the styles and makes the term's targets for a generated image of height × width; a
   * layer that sees nothing of the region has none.
   */
  Map<String, GaussianTerm.Target> measure(StyleMaps maps, int height, int width) {
    Map<String, Optional<float[]>> guides = guides(maps);
    Map<String, FeatureMoments> moments = new HashMap<>();
    styles.forEach(style -> add(style, List.copyOf(guides.keySet()), maps, moments));
    Map<String, GaussianTerm.Target> targets = new HashMap<>();
    try {
      guides.forEach(
          (name, guide) -> {
            ConvolutionLayer layer = maps.network().topology().layer(name);
            targets.put(
                name,
                target(
                    maps,
                    layer,
                    layers.get(name).factor(),
                    NetworkTopology.positions(layer, height, width),
                    guide,
                    new StyleGaussian(moments.get(name), layers.get(name).epsilon())));
          });
      return targets;
    } catch (RuntimeException | Error e) {
      targets.values().forEach(TermTarget::close);
      throw e;
    }
  }

  private static GaussianTerm.Target target(
      StyleMaps maps,
      ConvolutionLayer layer,
      double factor,
      long positions,
      Optional<float[]> guide,
      StyleGaussian style) {
    int channels = layer.outputs();
    ChannelSums sums = new ChannelSums(maps.device(), channels);
    try {
      GuidedVectors vectors = GuidedVectors.of(maps.device(), guide, channels * channels, channels);
      return new GaussianTerm.Target(
          factor,
          positions,
          vectors.guide(),
          style,
          sums,
          vectors.others().get(0),
          vectors.others().get(1));
    } catch (RuntimeException | Error e) {
      sums.close();
      throw e;
    }
  }

  /** T² by layer, for those that see something of the region. */
  private Map<String, Optional<float[]>> guides(StyleMaps maps) {
    Map<String, Optional<float[]>> guides = new HashMap<>();
    for (String name : layers.keySet()) {
      ConvolutionLayer layer = maps.network().topology().layer(name);
      Optional<float[]> guide = region.flatMap(plane -> Guide.weights(plane, layer));
      if (region.isEmpty() || guide.isPresent()) {
        guides.put(name, guide);
      }
    }
    return guides;
  }

  private static void add(
      StyleTargets.WeightedStyle style,
      List<String> names,
      StyleMaps maps,
      Map<String, FeatureMoments> moments) {
    Image image = style.image();
    Map<String, ChannelSums> sums = new HashMap<>();
    try {
      for (String name : names) {
        sums.put(
            name, new ChannelSums(maps.device(), maps.network().topology().layer(name).outputs()));
      }
      maps.show(
          style, names, (name, features, weights) -> sums.get(name).observe(features, weights));
      sums.forEach(
          (name, sum) -> {
            ConvolutionLayer layer = maps.network().topology().layer(name);
            double positions = NetworkTopology.positions(layer, image.height(), image.width());
            sum.addTo(
                moments.computeIfAbsent(name, key -> FeatureMoments.none(layer.outputs())),
                style.weight() / positions);
          });
    } finally {
      sums.values().forEach(ChannelSums::close);
    }
  }
}
