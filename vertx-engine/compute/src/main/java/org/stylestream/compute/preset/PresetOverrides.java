package org.stylestream.compute.preset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;

/**
 * What a user changes of a preset; what is empty stays. L-BFGS, which knows no bounds, doesn't
 * clip.
 *
 * @param contentWeight weight of the content loss, at least 0
 * @param styleWeight weight of the style loss, at least 0
 * @param variationWeight weight of the total variation, at least 0; a preset without one gets
 *     neural-style's form
 * @param contentLayers layers of the content loss, each of weight 1; empty: the preset's
 * @param styleLayers layers of the style loss, sharing the preset's sum of layer weights; empty:
 *     the preset's
 * @param styleLayerWeights their shares of that sum, one for each in their order, at least 0 and
 *     not all 0; empty: the preset's for its own layers, even ones for others
 * @param iterations of all stages together, shared out as the preset does
 */
public record PresetOverrides(
    OptionalDouble contentWeight,
    OptionalDouble styleWeight,
    OptionalDouble variationWeight,
    List<String> contentLayers,
    List<String> styleLayers,
    List<Double> styleLayerWeights,
    Optional<Pooling> pooling,
    Optional<OptimizerSettings> optimizer,
    Optional<InitialImage> initial,
    Optional<SizeRule> size,
    OptionalInt iterations) {
  private static final String SOURCE = "given by the user";

  public PresetOverrides {
    contentLayers = contentLayers.stream().map(NetworkTopology::canonicalName).toList();
    styleLayers = styleLayers.stream().map(NetworkTopology::canonicalName).toList();
    styleLayerWeights = List.copyOf(styleLayerWeights);
    check("content weight", contentWeight);
    check("style weight", styleWeight);
    check("total-variation weight", variationWeight);
    if (iterations.isPresent() && iterations.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "iterations is %d; it must be at least 1".formatted(iterations.getAsInt()));
    }
  }

  /** Changes that leave the ratios of the style loss's layers alone. */
  public PresetOverrides(
      OptionalDouble contentWeight,
      OptionalDouble styleWeight,
      OptionalDouble variationWeight,
      List<String> contentLayers,
      List<String> styleLayers,
      Optional<Pooling> pooling,
      Optional<OptimizerSettings> optimizer,
      Optional<InitialImage> initial,
      Optional<SizeRule> size,
      OptionalInt iterations) {
    this(
        contentWeight,
        styleWeight,
        variationWeight,
        contentLayers,
        styleLayers,
        List.of(),
        pooling,
        optimizer,
        initial,
        size,
        iterations);
  }

  private static void check(String name, OptionalDouble weight) {
    if (weight.isPresent() && !(weight.getAsDouble() >= 0 && weight.getAsDouble() < 1e30)) {
      throw new IllegalArgumentException(
          "the %s is %s; it must be a number from 0 up".formatted(name, weight.getAsDouble()));
    }
  }

  /** Nothing changed. */
  public static PresetOverrides none() {
    return new PresetOverrides(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  /** These with an optimiser. */
  public PresetOverrides withOptimizer(OptimizerSettings other) {
    return new PresetOverrides(
        contentWeight,
        styleWeight,
        variationWeight,
        contentLayers,
        styleLayers,
        pooling,
        Optional.of(other),
        initial,
        size,
        iterations);
  }

  /** These with a size. */
  public PresetOverrides withSize(SizeRule other) {
    return new PresetOverrides(
        contentWeight,
        styleWeight,
        variationWeight,
        contentLayers,
        styleLayers,
        pooling,
        optimizer,
        initial,
        Optional.of(other),
        iterations);
  }

  /** The preset with these changes. */
  public StylePreset apply(StylePreset preset) {
    return new StylePreset(
        preset.id(),
        preset.summary(),
        preset.source(),
        preset.pixelRange(),
        content(preset.content()),
        style(preset.style()),
        variation(preset.variation()),
        pooling.orElse(preset.pooling()),
        optimizer.orElse(preset.optimizer()),
        preset.clipped() && !(optimizer.orElse(preset.optimizer()) instanceof LbfgsSettings),
        initial.orElse(preset.initial()),
        preset.styleAspect(),
        size.orElse(preset.size()),
        stages(preset),
        preset.succession(),
        preset.keepEvery(),
        preset.runSource());
  }

  private ContentLoss content(ContentLoss loss) {
    Map<String, Double> layers =
        contentLayers.isEmpty() ? loss.layers() : shared(contentLayers, contentLayers.size());
    return new ContentLoss(
        contentWeight.orElse(loss.weight()),
        loss.normalisation(),
        layers,
        contentWeight.isPresent() || !contentLayers.isEmpty() ? SOURCE : loss.source());
  }

  private StyleLoss style(StyleLoss loss) {
    Map<String, Double> layers = styleLayers(loss);
    boolean same = styleWeight.isEmpty() && layers.equals(loss.layers());
    return new StyleLoss(
        styleWeight.orElse(loss.weight()),
        loss.comparison(),
        layers,
        same ? loss.source() : SOURCE);
  }

  private Map<String, Double> styleLayers(StyleLoss loss) {
    double sum = loss.layers().values().stream().mapToDouble(Double::doubleValue).sum();
    if (!styleLayerWeights.isEmpty()) {
      return weighted(
          styleLayers.isEmpty() ? List.copyOf(loss.layers().keySet()) : styleLayers, sum);
    }
    return styleLayers.isEmpty() ? loss.layers() : shared(styleLayers, sum);
  }

  private Map<String, Double> weighted(List<String> layers, double sum) {
    if (layers.size() != styleLayerWeights.size()) {
      throw new IllegalArgumentException(
          "the number of style layer weights is %d, but that of style layers is %d (%s); give one weight for each"
              .formatted(styleLayerWeights.size(), layers.size(), String.join(", ", layers)));
    }
    double given = styleLayerWeights.stream().mapToDouble(Double::doubleValue).sum();
    if (!(given > 0) || styleLayerWeights.stream().anyMatch(weight -> !(weight >= 0))) {
      throw new IllegalArgumentException(
          "the style layer weights are %s; they must be numbers from 0 up, and one above 0"
              .formatted(styleLayerWeights));
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      if (styleLayerWeights.get(i) > 0) {
        weights.put(layers.get(i), sum * styleLayerWeights.get(i) / given);
      }
    }
    return weights;
  }

  private static Map<String, Double> shared(List<String> layers, double sum) {
    Map<String, Double> weights = new LinkedHashMap<>();
    layers.forEach(layer -> weights.put(layer, sum / layers.size()));
    return weights;
  }

  private Optional<VariationLoss> variation(Optional<VariationLoss> loss) {
    if (variationWeight.isEmpty()) {
      return loss;
    }
    double weight = variationWeight.getAsDouble();
    VariationLoss.Form form = loss.map(VariationLoss::form).orElse(VariationLoss.Form.HALF_SQUARES);
    return weight == 0 ? Optional.empty() : Optional.of(new VariationLoss(weight, form, SOURCE));
  }

  private List<StageSettings> stages(StylePreset preset) {
    if (iterations.isEmpty()) {
      return preset.stages();
    }
    return Stages.share(preset.stages(), iterations.getAsInt());
  }
}
