package org.stylestream.service.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.StylePreset;
import picocli.CommandLine.Option;

/** A preset and what is changed of its losses. */
final class PresetOptions {
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
      names = "--pooling",
      paramLabel = "max|average",
      description = "What stands between the network's blocks.")
  private Optional<String> pooling;

  /** The preset as it was published. */
  StylePreset published() {
    return BadInputException.refusing(() -> Presets.named(preset));
  }

  /** The preset with the losses changed. */
  StylePreset changed() {
    PresetOverrides overrides =
        BadInputException.refusing(
            () ->
                new PresetOverrides(
                    optional(contentWeight),
                    optional(styleWeight),
                    optional(variationWeight),
                    contentLayers,
                    styleLayers,
                    pooling.map(PresetOptions::pooling),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty()));
    return overrides.apply(published());
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static Pooling pooling(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "max" -> Pooling.MAX;
      case "average", "avg" -> Pooling.AVERAGE;
      default ->
          throw new BadInputException(
              "there is no pooling '%s'; there are max and average".formatted(text));
    };
  }
}
