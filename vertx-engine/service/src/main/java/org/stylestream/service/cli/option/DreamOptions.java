package org.stylestream.service.cli.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.DreamPresets;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.service.cli.terminal.BadInputException;
import picocli.CommandLine.Option;

/** What is dreamt, and how. */
public final class DreamOptions {
  @Option(
      names = "--preset",
      paramLabel = "ID",
      defaultValue = DreamPresets.DEFAULT_ID,
      description = "creatures, dreamy or bad-trip. Default: ${DEFAULT-VALUE}.")
  private String preset;

  @Option(
      names = "--layer",
      paramLabel = "LAYER[=C]",
      split = ",",
      description =
          "What is amplified, as block5_conv1 or conv4_3=0.5; repeat or use commas. Default of this"
              + " and the following: the preset's.")
  private List<String> layers = List.of();

  @Option(
      names = "--filter",
      paramLabel = "N",
      split = ",",
      description = "Only these filters of the layers, from 0; repeat or use commas.")
  private List<Integer> filters = List.of();

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description =
          "512 (long side), s512 (short side), h400 (height), w600 (width), 640x480 or native.")
  private Optional<String> size;

  @Option(names = "--octaves", paramLabel = "N", description = "Sizes at which is dreamt.")
  private Optional<Integer> octaves;

  @Option(
      names = "--octave-scale",
      paramLabel = "F",
      description = "Ratio of the sizes of neighbouring octaves.")
  private Optional<Double> octaveScale;

  @Option(names = "--steps", paramLabel = "N", description = "Steps an octave.")
  private Optional<Integer> steps;

  @Option(
      names = "--step-size",
      paramLabel = "A",
      description = "How far a step moves pixels on average, on 0–255.")
  private Optional<Double> stepSize;

  @Option(
      names = "--max-loss",
      paramLabel = "L",
      description = "An octave ends when its loss is above this.")
  private Optional<Double> maximumLoss;

  @Option(
      names = "--jitter",
      paramLabel = "N",
      description = "Each step sees the picture shifted at random by up to so many pixels.")
  private Optional<Integer> jitter;

  @Option(
      names = "--tv-weight",
      paramLabel = "W",
      description = "Weight of the total variation, which keeps surfaces quiet.")
  private Optional<Double> variationWeight;

  @Option(
      names = "--pixel-weight",
      paramLabel = "W",
      description = "Weight of the distance from grey, which keeps colours modest.")
  private Optional<Double> pixelWeight;

  /**
   * The preset with what is changed of it.
   *
   * @throws BadInputException if there is no such preset, or a change can't be
   */
  public DreamSettings settings() {
    return BadInputException.refusing(
        () -> {
          DreamSettings own = DreamPresets.named(preset).settings();
          return new DreamSettings(
              layers.isEmpty() ? own.layers() : coefficients(),
              filters.isEmpty() ? own.filters() : filters,
              size.map(SizeRule::parse).orElse(own.size()),
              octaves.orElse(own.octaves()),
              octaveScale.orElse(own.octaveScale()),
              steps.orElse(own.steps()),
              stepSize.orElse(own.stepSize()),
              maximumLoss.map(OptionalDouble::of).orElse(own.maximumLoss()),
              jitter.orElse(own.jitter()),
              variationWeight.orElse(own.variationWeight()),
              pixelWeight.orElse(own.pixelWeight()));
        });
  }

  private Map<String, Double> coefficients() {
    Map<String, Double> coefficients = new LinkedHashMap<>();
    for (String text : layers) {
      int sign = text.indexOf('=');
      String name = sign < 0 ? text : text.substring(0, sign);
      coefficients.put(NetworkTopology.canonicalName(name), sign < 0 ? 1 : number(text, sign + 1));
    }
    return coefficients;
  }

  private static double number(String text, int from) {
    try {
      return Double.parseDouble(text.substring(from));
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "'%s' is no layer with a coefficient; write it as block5_conv1=0.5".formatted(text), e);
    }
  }
}
