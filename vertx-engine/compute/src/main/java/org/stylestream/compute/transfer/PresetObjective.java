package org.stylestream.compute.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.objective.FeatureObjective;
import org.stylestream.compute.objective.GaussianTargets;
import org.stylestream.compute.objective.StyleTargets;
import org.stylestream.compute.preset.ContentLoss;
import org.stylestream.compute.preset.StyleLoss;
import org.stylestream.compute.preset.StylePreset;

/** Builds the objective that a preset describes, for images that already have their sizes. */
final class PresetObjective {
  /** Which terms to build. */
  enum Terms {
    ALL,
    CONTENT,
    STYLE,
    VARIATION,
    TEMPORAL;

    boolean has(Terms one) {
      return this == ALL || this == one;
    }
  }

  private static final double WHITE = 255;

  private final Device device;
  private final FeatureNetwork network;
  private final StylePreset preset;
  private final Tiling tiling;

  PresetObjective(Device device, FeatureNetwork network, StylePreset preset) {
    this(device, network, preset, Tiling.WHOLE);
  }

  PresetObjective(Device device, FeatureNetwork network, StylePreset preset, Tiling tiling) {
    this.tiling = tiling;
    this.device = device;
    this.network = network;
    this.preset = preset;
  }

  /** The layers that a preset's terms look at. */
  static List<String> layers(StylePreset preset) {
    Map<String, Double> layers = new LinkedHashMap<>();
    if (preset.content().weight() > 0) {
      layers.putAll(preset.content().layers());
    }
    if (preset.style().weight() > 0) {
      layers.putAll(preset.style().layers());
    }
    return List.copyOf(layers.keySet());
  }

  /**
   * @param content of the generated image's size
   * @param temporal likewise, where there is one
   */
  FeatureObjective build(
      Image content,
      List<StyleRegion> styles,
      Optional<TemporalReference> temporal,
      Terms terms,
      Cancellation cancellation) {
    int height = content.height();
    int width = content.width();
    try (FeatureObjective.Builder builder =
        new FeatureObjective.Builder(device, network, height, width, tiling)) {
      if (terms.has(Terms.STYLE) && preset.style().weight() > 0) {
        addStyle(builder, styles, height, width, cancellation);
      }
      if (terms.has(Terms.CONTENT) && preset.content().weight() > 0) {
        addContent(builder, content, cancellation);
      }
      if (terms.has(Terms.VARIATION)) {
        preset
            .variation()
            .ifPresent(loss -> builder.variation(loss.on(height, width, preset.pixelRange())));
      }
      if (terms.has(Terms.TEMPORAL)) {
        temporal.ifPresent(last -> addTemporal(builder, content, last, cancellation));
      }
      return builder.build();
    }
  }

  /**
   * weight · E · Σ c · (x − ω)² / (255² · 3HW), E being the content loss of an image without
   * features: so a weight means the same with every preset and network.
   */
  private void addTemporal(
      FeatureObjective.Builder builder,
      Image content,
      TemporalReference temporal,
      Cancellation cancellation) {
    double energy =
        withPixels(
            content,
            pixels ->
                builder.contentEnergy(
                    pixels, contentFactors(content.height(), content.width()), cancellation));
    double factor = temporal.weight() * energy / (WHITE * WHITE * content.pixels().length);
    if (factor > 0) {
      builder.temporal(factor, temporal.image(), temporal.trust());
    }
  }

  private <T> T withPixels(Image image, Function<Vector, T> use) {
    try (Vector pixels = device.vector(image.pixels().length)) {
      pixels.write(image.pixels());
      return use.apply(pixels);
    }
  }

  private void addContent(
      FeatureObjective.Builder builder, Image content, Cancellation cancellation) {
    withPixels(
        content,
        pixels ->
            builder.content(
                pixels, contentFactors(content.height(), content.width()), cancellation));
  }

  private Map<String, Double> contentFactors(int height, int width) {
    ContentLoss loss = preset.content();
    Map<String, Double> factors = new LinkedHashMap<>();
    loss.layers()
        .forEach(
            (name, layerWeight) -> {
              ConvolutionLayer layer = network.topology().layer(name);
              double divisor =
                  loss.normalisation()
                      .divisor(
                          layer.referenceChannels(),
                          NetworkTopology.positions(layer, height, width));
              factors.put(name, loss.weight() * layerWeight / divisor);
            });
    return factors;
  }

  private void addStyle(
      FeatureObjective.Builder builder,
      List<StyleRegion> styles,
      int height,
      int width,
      Cancellation cancellation) {
    if (preset.style().comparison() instanceof StyleLoss.Gaussians gaussians) {
      builder.gaussians(
          styles.stream().map(region -> targets(region, gaussians)).toList(), cancellation);
      return;
    }
    StyleLoss.Normalisation normalisation = (StyleLoss.Normalisation) preset.style().comparison();
    builder.style(
        styles.stream().map(region -> targets(region, normalisation, height, width)).toList(),
        cancellation);
  }

  /**
   * With features divided by s, distances are 1/s² of what they are without, and ε is that of
   * features divided by s. A mean over the channels is one over VGG19's, as everywhere.
   */
  private GaussianTargets targets(StyleRegion region, StyleLoss.Gaussians gaussians) {
    double square = gaussians.featureScale() * gaussians.featureScale();
    Map<String, GaussianTargets.LayerLoss> layers = new LinkedHashMap<>();
    preset
        .style()
        .layers()
        .forEach(
            (name, layerWeight) -> {
              ConvolutionLayer layer = network.topology().layer(name);
              double share = (double) layer.outputs() / layer.referenceChannels();
              double factor =
                  region.strength() * preset.style().weight() * layerWeight * share / square;
              layers.put(name, new GaussianTargets.LayerLoss(factor, gaussians.epsilon() * square));
            });
    return new GaussianTargets(region.styles(), layers, region.where());
  }

  private StyleTargets targets(
      StyleRegion region, StyleLoss.Normalisation normalisation, int height, int width) {
    return new StyleTargets(
        region.styles(),
        styleLayers(region.strength(), normalisation, height, width),
        region.where());
  }

  private Map<String, StyleTargets.LayerLoss> styleLayers(
      double strength, StyleLoss.Normalisation normalisation, int height, int width) {
    StyleLoss loss = preset.style();
    Map<String, StyleTargets.LayerLoss> layers = new LinkedHashMap<>();
    loss.layers()
        .forEach(
            (name, layerWeight) -> {
              int channels = network.topology().layer(name).referenceChannels();
              double divisor = normalisation.divisor(channels, (long) height * width);
              layers.put(
                  name,
                  new StyleTargets.LayerLoss(
                      strength * loss.weight() * layerWeight / divisor,
                      (positions, generated) ->
                          normalisation.gramScale(channels, positions, generated)));
            });
    return layers;
  }
}
