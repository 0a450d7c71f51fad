package org.stylestream.imagej.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.stylestream.compute.preset.DreamPreset;
import org.stylestream.compute.preset.DreamPresets;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.OptionType.Choice;
import org.stylestream.imagej.options.OptionType.Decimal;
import org.stylestream.imagej.options.OptionType.Items;
import org.stylestream.imagej.options.OptionType.Maybe;
import org.stylestream.imagej.options.OptionType.Picture;
import org.stylestream.imagej.options.OptionType.Whole;
import org.stylestream.imagej.options.OptionType.Written;

/** The options of Deep Dream. */
public final class DeepDreamOptions {
  private static final double LARGEST = 1e30;

  /** An image whose features are dreamt of. */
  public static final Option<Optional<String>> GUIDE =
      Option.of(
              "guide",
              "Guide image",
              Section.PICTURES,
              new Maybe<>(new Picture()),
              Optional.<String>empty(),
              "Dream of what is in this image, an open one or a file, instead of what is there"
                  + " already.")
          .special();

  private static final Option<String> PRESET =
      Option.of(
          PresetOptions.PRESET.key(),
          "Preset",
          Section.DREAM,
          new Choice(DreamPresets.all().stream().map(DreamPreset::id).toList()),
          DreamPresets.DEFAULT_ID,
          "Layers, octaves, steps and weights of a recipe.");

  private static final Option<List<DreamLayer>> LAYERS =
      Option.of(
          "layers",
          "Layers",
          Section.DREAM,
          new Items<>(
              new Written<>(DreamLayer::parse, DreamLayer::text), ',', LayerOptions.MOST_LAYERS),
          List.of(),
          PresetOptions.preset("What is amplified, as block5_conv1 or conv4_3=0.5,conv4_1"));

  private static final Option<List<Integer>> FILTERS =
      LayerOptions.filters(
          Section.DREAM, "Only these filters of the layers, from 0, as 12,40; left out: all.");

  private static final Option<Optional<Integer>> OCTAVES =
      Option.of(
          "octaves",
          "Octaves",
          Section.DREAM,
          new Maybe<>(new Whole(1, 32)),
          Optional.empty(),
          PresetOptions.preset("Sizes at which is dreamt, from small to large"));

  private static final Option<Optional<Double>> OCTAVE_SCALE =
      decimal("octaveScale", "Octave scale", 1.01, 4, "Ratio of the sizes of neighbouring octaves");

  private static final Option<Optional<Integer>> STEPS =
      Option.of(
          "steps",
          "Steps",
          Section.DREAM,
          new Maybe<>(new Whole(1, 10_000)),
          Optional.empty(),
          PresetOptions.preset("Steps an octave"));

  private static final Option<Optional<Double>> STEP_LENGTH =
      decimal(
          "stepLength",
          "Step length",
          1e-6,
          255,
          "How far a step moves pixels on average, on 0–255");

  private static final Option<Optional<Double>> MAXIMUM_LOSS =
      decimal(
              "maximumLoss",
              "Maximum loss",
              0,
              LARGEST,
              "An octave ends when its loss, whose negative is listed, is above it")
          .special();

  private static final Option<Optional<Integer>> JITTER =
      Option.of(
              "jitter",
              "Jitter",
              Section.DREAM,
              new Maybe<>(new Whole(0, 1024)),
              Optional.<Integer>empty(),
              PresetOptions.preset(
                  "Each step sees the image shifted at random by up to so many pixels, which hides"
                      + " the network's grid"))
          .special();

  private static final Option<Optional<Double>> VARIATION_WEIGHT =
      decimal(
              PresetOptions.VARIATION_WEIGHT.key(),
              PresetOptions.VARIATION_WEIGHT.label(),
              0,
              LARGEST,
              "Weight of the total variation, which keeps surfaces quiet")
          .special();

  private static final Option<Optional<Double>> PIXEL_WEIGHT =
      decimal(
              "pixelWeight",
              "Pixel weight",
              0,
              LARGEST,
              "Weight of the distance from grey, which keeps colours modest")
          .special();

  /** In the order of dialog and help. */
  public static final OptionTable TABLE =
      new OptionTable(
          "Deep Dream",
          Stream.of(
                  InputOptions.ALL,
                  List.<Option<?>>of(
                      GUIDE,
                      PRESET,
                      LAYERS,
                      FILTERS,
                      OCTAVES,
                      OCTAVE_SCALE,
                      STEPS,
                      STEP_LENGTH,
                      MAXIMUM_LOSS,
                      JITTER,
                      VARIATION_WEIGHT,
                      PIXEL_WEIGHT,
                      PresetOptions.SIZE),
                  RunOptions.ALL,
                  OutputOptions.ALL)
              .<Option<?>>flatMap(List::stream)
              .toList(),
          DeepDreamOptions::check);

  private DeepDreamOptions() {}

  private static Option<Optional<Double>> decimal(
      String key, String label, double min, double max, String what) {
    return Option.of(
        key,
        label,
        Section.DREAM,
        new Maybe<>(new Decimal(min, max)),
        Optional.empty(),
        PresetOptions.preset(what));
  }

  private static void check(OptionValues values) {
    settings(values);
    OutputOptions.check(values);
  }

  /**
   * The preset with what is changed of it.
   *
   * @throws OptionException if it can't be
   */
  public static DreamSettings settings(OptionValues values) {
    DreamSettings own = DreamPresets.named(values.get(PRESET)).settings();
    List<Integer> filters = values.get(FILTERS);
    Optional<SizeRule> size = values.get(PresetOptions.SIZE);
    Optional<OptionalDouble> maximumLoss = values.get(MAXIMUM_LOSS).map(OptionalDouble::of);
    try {
      return new DreamSettings(
          values.get(LAYERS).isEmpty() ? own.layers() : coefficients(values.get(LAYERS)),
          filters.isEmpty() ? own.filters() : filters,
          size.orElse(own.size()),
          values.get(OCTAVES).orElse(own.octaves()),
          values.get(OCTAVE_SCALE).orElse(own.octaveScale()),
          values.get(STEPS).orElse(own.steps()),
          values.get(STEP_LENGTH).orElse(own.stepSize()),
          maximumLoss.orElse(own.maximumLoss()),
          values.get(JITTER).orElse(own.jitter()),
          values.get(VARIATION_WEIGHT).orElse(own.variationWeight()),
          values.get(PIXEL_WEIGHT).orElse(own.pixelWeight()));
    } catch (IllegalArgumentException e) {
      throw new OptionException(e.getMessage());
    }
  }

  private static Map<String, Double> coefficients(List<DreamLayer> layers) {
    Map<String, Double> coefficients = new LinkedHashMap<>();
    layers.forEach(layer -> coefficients.put(layer.layer(), layer.coefficient()));
    return coefficients;
  }
}
