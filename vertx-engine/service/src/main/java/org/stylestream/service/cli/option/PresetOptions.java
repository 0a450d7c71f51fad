package org.stylestream.service.cli.option;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.protocol.job.Pooling;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.job.ChangeNames;
import org.stylestream.service.job.PresetChangesMapping;
import picocli.CommandLine.Option;

/** A preset and what is changed of its losses. */
public final class PresetOptions {
  /** What the changes are called on the command line. */
  public static final ChangeNames NAMES =
      new ChangeNames("--optimizer", "--learning-rate", "--lbfgs-memory", "--size");

  @Option(
      names = "--preset",
      paramLabel = "ID",
      defaultValue = Presets.DEFAULT_ID,
      description = "'stylestream presets' lists them. Default: ${DEFAULT-VALUE}.")
  private String preset;

  @Option(
      names = "--content-weight",
      paramLabel = "W",
      description = "Weight of the content loss. Default of this and the following: the preset's.")
  private Optional<Double> contentWeight;

  @Option(names = "--style-weight", paramLabel = "W", description = "Weight of the style loss.")
  private Optional<Double> styleWeight;

  @Option(
      names = "--tv-weight",
      paramLabel = "W",
      description = "Weight of the total variation, which keeps surfaces quiet.")
  private Optional<Double> variationWeight;

  @Option(
      names = "--content-layer",
      paramLabel = "LAYER",
      split = ",",
      description = "Layers of the content loss, as block4_conv2 or conv4_2; repeat or use commas.")
  private List<String> contentLayers = List.of();

  @Option(
      names = "--style-layers",
      paramLabel = "LAYER",
      split = ",",
      description = "Layers of the style loss; repeat or use commas.")
  private List<String> styleLayers = List.of();

  @Option(
      names = "--style-layer-weights",
      paramLabel = "W",
      split = ",",
      description =
          "How strong the style is in each of its layers, as 16,8,4,2,1: one weight for each, of"
              + " which only the ratios count; 0 leaves a layer out.")
  private List<Double> styleLayerWeights = List.of();

  @Option(
      names = "--pooling",
      paramLabel = "max|average",
      description = "What stands between the network's blocks.")
  private Optional<String> pooling;

  /** The preset's id. */
  String id() {
    return preset;
  }

  /** What is changed of the losses, and the size. */
  public PresetChanges changes(Optional<SizeRule> size) {
    return new PresetChanges(
        contentWeight,
        styleWeight,
        variationWeight,
        layers(contentLayers),
        layers(styleLayers),
        styleLayerWeights.isEmpty() ? Optional.empty() : Optional.of(styleLayerWeights),
        pooling.map(PresetOptions::pooling),
        Optional.empty(),
        Optional.empty(),
        size.map(SizeRule::text),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The preset with changes.
   *
   * @throws BadInputException if there is no such preset, or a change can't be
   */
  public StylePreset apply(PresetChanges changes) {
    return BadInputException.refusing(
        () -> new PresetChangesMapping(NAMES).apply(Presets.named(preset), changes));
  }

  /**
   * Names of layers in full.
   *
   * @throws BadInputException if one is none
   */
  public static Optional<List<String>> layers(List<String> names) {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            BadInputException.refusing(
                () -> names.stream().map(NetworkTopology::canonicalName).toList()));
  }

  /**
   * Reads a way of pooling.
   *
   * @throws BadInputException if there is none like it
   */
  public static Pooling pooling(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "max" -> Pooling.MAX;
      case "average", "avg" -> Pooling.AVERAGE;
      default ->
          throw new BadInputException(
              "there is no pooling '%s'; there are max and average".formatted(text));
    };
  }
}
