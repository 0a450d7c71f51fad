package org.stylestream.imagej.options;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.Scales;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.imagej.options.OptionType.Choice;
import org.stylestream.imagej.options.OptionType.Decimal;
import org.stylestream.imagej.options.OptionType.Items;
import org.stylestream.imagej.options.OptionType.Maybe;
import org.stylestream.imagej.options.OptionType.Picture;
import org.stylestream.imagej.options.OptionType.Whole;
import org.stylestream.imagej.options.OptionType.Written;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.job.ColourControl;
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.protocol.job.Pooling;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Start;
import org.stylestream.service.job.ChangeNames;
import org.stylestream.service.job.PresetChangesMapping;

/** A preset, and what is changed of it. What is left out is as the preset has it. */
public final class PresetOptions {
  private static final double LARGEST_WEIGHT = 1e30;

  /** Of losses, optimiser, start, size and iterations. */
  public static final Option<String> PRESET =
      Option.of(
          "preset",
          "Preset",
          Section.STYLE,
          new Choice(Presets.all().stream().map(StylePreset::id).toList()),
          Presets.DEFAULT_ID,
          "Losses, optimiser, start, size and iterations of a published program, or ours.");

  public static final Option<Optional<Double>> CONTENT_WEIGHT =
      weight("contentWeight", "Content weight", "Weight of the content loss");

  public static final Option<Optional<Double>> STYLE_WEIGHT =
      weight("styleWeight", "Style weight", "Weight of the style loss");

  public static final Option<Optional<Double>> VARIATION_WEIGHT =
      weight(
          "variationWeight",
          "Variation weight",
          "Weight of the total variation, which keeps surfaces quiet");

  public static final Option<List<String>> CONTENT_LAYERS =
      layers("contentLayers", "Content layers", "Layers of the content loss, as block4_conv2");

  public static final Option<List<String>> STYLE_LAYERS =
      layers("styleLayers", "Style layers", "Layers of the style loss, as block1_conv1,conv2_1");

  public static final Option<List<Double>> STYLE_LAYER_WEIGHTS =
      Option.of(
              "styleLayerWeights",
              "Style layer weights",
              Section.STYLE,
              new Items<>(new Decimal(0, 1e6), ',', LayerOptions.MOST_LAYERS),
              List.<Double>of(),
              preset("How strong the style is in each of its layers, as 16,8,4,2,1"))
          .special();

  /** How the content's colours are kept. */
  public static final Option<Colours> KEEP_COLOUR =
      Option.of(
          "keepColour",
          "Keep colours",
          Section.STYLE,
          Choice.of(Colours.class),
          Colours.NONE,
          "luminance: only brightness is painted; match: the style gets the content's colours"
              + " before the run.");

  public static final Option<Optional<Pooling>> POOLING =
      Option.of(
              "pooling",
              "Pooling",
              Section.STYLE,
              new Maybe<>(Choice.of(Pooling.class)),
              Optional.<Pooling>empty(),
              preset("What stands between the network's blocks"))
          .special();

  /** Size of the result. */
  public static final Option<Optional<SizeRule>> SIZE =
      Option.of(
          "size",
          "Size",
          Section.RUN,
          new Maybe<>(new Written<>(SizeRule::parse, SizeRule::text)),
          Optional.empty(),
          preset("512 (long side), s512 (short side), h400, w600, 640x480 or native"));

  public static final Option<Optional<Integer>> ITERATIONS =
      Option.of(
          "iterations",
          "Iterations",
          Section.RUN,
          new Maybe<>(new Whole(1, Limits.MOST_ITERATIONS)),
          Optional.empty(),
          preset("Iterations of all stages together"));

  public static final Option<Optional<Integer>> SCALES =
      Option.of(
              "scales",
              "Scales",
              Section.RUN,
              new Maybe<>(new Whole(1, Scales.MOST)),
              Optional.<Integer>empty(),
              "Makes the image at so many sizes, each twice the one before; left out: the preset's,"
                  + " and one more for each doubling of a large size.")
          .special();

  public static final Option<Optional<Start>> START =
      Option.of(
              "start",
              "Start from",
              Section.RUN,
              new Maybe<>(Choice.of(Start.class)),
              Optional.<Start>empty(),
              preset("What the run starts from; image needs an initial image"))
          .special();

  public static final Option<Optional<String>> INITIAL =
      Option.of(
              "initial",
              "Initial image",
              Section.RUN,
              new Maybe<>(new Picture()),
              Optional.<String>empty(),
              "An open image or a file to start from.")
          .special();

  public static final Option<Optional<OptimizerChange.Kind>> OPTIMIZER =
      Option.of(
              "optimizer",
              "Optimizer",
              Section.RUN,
              new Maybe<>(Choice.of(OptimizerChange.Kind.class)),
              Optional.<OptimizerChange.Kind>empty(),
              preset("How the loss is minimised"))
          .special();

  public static final Option<Optional<Double>> LEARNING_RATE =
      Option.of(
              "learningRate",
              "Learning rate",
              Section.RUN,
              new Maybe<>(new Decimal(1e-12, 1e12)),
              Optional.<Double>empty(),
              preset("Of adam and gradient-descent, on the preset's scale of pixels"))
          .special();

  public static final Option<Optional<Integer>> MEMORY =
      Option.of(
              "memory",
              "L-BFGS memory",
              Section.RUN,
              new Maybe<>(new Whole(1, 1000)),
              Optional.<Integer>empty(),
              preset("Correction pairs that lbfgs keeps"))
          .special();

  /** In their order, without {@link #SIZE} and what a run starts from. */
  static final List<Option<?>> LOSSES =
      List.of(
          PRESET,
          CONTENT_WEIGHT,
          STYLE_WEIGHT,
          VARIATION_WEIGHT,
          CONTENT_LAYERS,
          STYLE_LAYERS,
          STYLE_LAYER_WEIGHTS,
          POOLING,
          KEEP_COLOUR);

  /** The optimiser, in its order. */
  static final List<Option<?>> OPTIMIZATION = List.of(OPTIMIZER, LEARNING_RATE, MEMORY);

  private static final ChangeNames NAMES =
      new ChangeNames(OPTIMIZER.key(), LEARNING_RATE.key(), MEMORY.key(), SIZE.key());

  /** How the content's colours are kept. */
  public enum Colours {
    NONE,
    LUMINANCE,
    MATCH
  }

  private PresetOptions() {}

  /** Help for what the preset has where it is left out. */
  static String preset(String what) {
    return what + "; left out: the preset's.";
  }

  private static Option<Optional<Double>> weight(String key, String label, String what) {
    return Option.of(
        key,
        label,
        Section.STYLE,
        new Maybe<>(new Decimal(0, LARGEST_WEIGHT)),
        Optional.empty(),
        preset(what));
  }

  private static Option<List<String>> layers(String key, String label, String what) {
    return Option.of(
            key,
            label,
            Section.STYLE,
            new Items<>(LayerOptions.LAYER, ',', LayerOptions.MOST_LAYERS),
            List.<String>of(),
            preset(what))
        .special();
  }

  /** What is changed of the preset. Options that the command doesn't have change nothing. */
  public static PresetChanges changes(OptionValues values) {
    return new PresetChanges(
        values.getOrStandard(CONTENT_WEIGHT),
        values.getOrStandard(STYLE_WEIGHT),
        values.getOrStandard(VARIATION_WEIGHT),
        unlessEmpty(values.getOrStandard(CONTENT_LAYERS)),
        unlessEmpty(values.getOrStandard(STYLE_LAYERS)),
        unlessEmpty(values.getOrStandard(STYLE_LAYER_WEIGHTS)),
        values.getOrStandard(POOLING),
        optimizer(values),
        start(values),
        values.getOrStandard(SIZE).map(SizeRule::text),
        values.getOrStandard(ITERATIONS),
        values.getOrStandard(SCALES));
  }

  private static <T> Optional<List<T>> unlessEmpty(List<T> values) {
    return Optional.of(values).filter(list -> !list.isEmpty());
  }

  /** How the content's colours are kept. */
  public static Optional<ColourControl> colour(OptionValues values) {
    return switch (values.get(KEEP_COLOUR)) {
      case NONE -> Optional.empty();
      case LUMINANCE -> Optional.of(ColourControl.LUMINANCE);
      case MATCH -> Optional.of(ColourControl.MATCH);
    };
  }

  private static Optional<OptimizerChange> optimizer(OptionValues values) {
    OptimizerChange change =
        new OptimizerChange(values.get(OPTIMIZER), values.get(LEARNING_RATE), values.get(MEMORY));
    boolean nothing =
        change.kind().isEmpty() && change.learningRate().isEmpty() && change.memory().isEmpty();
    return nothing ? Optional.empty() : Optional.of(change);
  }

  private static Optional<Start> start(OptionValues values) {
    return values
        .getOrStandard(START)
        .or(() -> values.getOrStandard(INITIAL).map(image -> Start.IMAGE));
  }

  /**
   * The preset with its changes.
   *
   * @throws OptionException if they can't be
   */
  public static StylePreset changed(OptionValues values) {
    return changed(Presets.named(values.get(PRESET)), changes(values));
  }

  /**
   * The same with the stages that the result's size asks for.
   *
   * @param content size of the content image
   * @throws OptionException if they can't be
   */
  public static StylePreset changed(OptionValues values, SizeRule.Size content) {
    return checked(
        () ->
            new PresetChangesMapping(NAMES)
                .apply(Presets.named(values.get(PRESET)), changes(values), content));
  }

  static StylePreset changed(StylePreset preset, PresetChanges changes) {
    return checked(() -> new PresetChangesMapping(NAMES).apply(preset, changes));
  }

  private static StylePreset checked(Supplier<StylePreset> preset) {
    try {
      return preset.get();
    } catch (OptionException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new OptionException(e.getMessage());
    }
  }

  /** Requires changes that can be, and an initial image where one is started from. */
  static void check(OptionValues values) {
    changed(values);
    if (!values.has(START)) {
      return;
    }
    boolean given = values.get(INITIAL).isPresent();
    boolean wanted = start(values).filter(start -> start == Start.IMAGE).isPresent();
    if (given != wanted) {
      throw new OptionException(
          given
              ? "initial has a meaning only with start=image; leave one out"
              : "start=image needs an image; name it, as initial=sketch.png");
    }
  }
}
