package org.stylestream.imagej.options;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.Presets;
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
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.protocol.job.Pooling;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Start;
import org.stylestream.service.job.ChangeNames;
import org.stylestream.service.job.PresetChangesMapping;

/** A preset, and what is changed of it. What is left out is as the preset has it. */
public final class PresetOptions {
  private static final double LARGEST_WEIGHT = 1e30;
  private static final int MOST_LAYERS = 16;

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
          POOLING);

  /** The optimiser, in its order. */
  static final List<Option<?>> OPTIMIZATION = List.of(OPTIMIZER, LEARNING_RATE, MEMORY);

  private static final ChangeNames NAMES =
      new ChangeNames(OPTIMIZER.key(), LEARNING_RATE.key(), MEMORY.key(), SIZE.key());

  private PresetOptions() {}

  private static String preset(String what) {
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
            new Items<>(
                new Written<>(text -> NetworkTopology.canonicalName(text.strip()), layer -> layer),
                ',',
                MOST_LAYERS),
            List.<String>of(),
            preset(what))
        .special();
  }

  /** What is changed of the preset. Options that the command doesn't have change nothing. */
  public static PresetChanges changes(OptionValues values) {
    return new PresetChanges(
        values.get(CONTENT_WEIGHT),
        values.get(STYLE_WEIGHT),
        values.get(VARIATION_WEIGHT),
        Optional.of(values.get(CONTENT_LAYERS)).filter(layers -> !layers.isEmpty()),
        Optional.of(values.get(STYLE_LAYERS)).filter(layers -> !layers.isEmpty()),
        values.get(POOLING),
        optimizer(values),
        values.has(START) ? start(values) : Optional.empty(),
        values.has(SIZE) ? values.get(SIZE).map(SizeRule::text) : Optional.empty(),
        values.get(ITERATIONS));
  }

  private static Optional<OptimizerChange> optimizer(OptionValues values) {
    OptimizerChange change =
        new OptimizerChange(values.get(OPTIMIZER), values.get(LEARNING_RATE), values.get(MEMORY));
    boolean nothing =
        change.kind().isEmpty() && change.learningRate().isEmpty() && change.memory().isEmpty();
    return nothing ? Optional.empty() : Optional.of(change);
  }

  private static Optional<Start> start(OptionValues values) {
    return values.get(START).or(() -> values.get(INITIAL).map(image -> Start.IMAGE));
  }

  /**
   * The preset with its changes.
   *
   * @throws OptionException if they can't be
   */
  public static StylePreset changed(OptionValues values) {
    try {
      return new PresetChangesMapping(NAMES)
          .apply(Presets.named(values.get(PRESET)), changes(values));
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
