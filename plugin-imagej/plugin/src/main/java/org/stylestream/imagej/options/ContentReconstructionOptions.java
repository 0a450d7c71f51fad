package org.stylestream.imagej.options;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.compute.preset.ContentReconstruction;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.imagej.options.OptionType.Choice;
import org.stylestream.imagej.options.OptionType.Decimal;
import org.stylestream.imagej.options.OptionType.Whole;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.protocol.job.PresetChanges;

/** The options of Content Reconstruction. */
public final class ContentReconstructionOptions {
  private static final StylePreset PRESET = ContentReconstruction.PRESET;

  /** The layer whose features are matched. */
  public static final Option<String> LAYER =
      Option.of(
          "layer",
          "Layer",
          Section.LAYERS,
          LayerOptions.LAYER,
          PRESET.content().layers().keySet().iterator().next(),
          "Whose features are matched, as block4_conv2 or conv4_2; the deeper, the less it knows.");

  /** Beside a content loss of weight 1. */
  public static final Option<Double> VARIATION_WEIGHT =
      Option.of(
          PresetOptions.VARIATION_WEIGHT.key(),
          PresetOptions.VARIATION_WEIGHT.label(),
          Section.RUN,
          new Decimal(0, 1e30),
          0.0,
          "Weight of the total variation, which keeps surfaces quiet, beside a content loss of 1.");

  /** Size of the result. */
  public static final Option<SizeRule> SIZE = RunOptions.size(PRESET.size());

  private static final Option<Integer> ITERATIONS =
      Option.of(
          PresetOptions.ITERATIONS.key(),
          PresetOptions.ITERATIONS.label(),
          Section.RUN,
          new Whole(1, Limits.MOST_ITERATIONS),
          PRESET.iterations(),
          "From noise to the result.");

  private static final Option<OptimizerChange.Kind> OPTIMIZER =
      Option.of(
              PresetOptions.OPTIMIZER.key(),
              PresetOptions.OPTIMIZER.label(),
              Section.RUN,
              Choice.of(OptimizerChange.Kind.class),
              OptimizerChange.Kind.LBFGS,
              "How the loss is minimised.")
          .special();

  private static final Option<Optional<Double>> LEARNING_RATE =
      Option.of(
              PresetOptions.LEARNING_RATE.key(),
              PresetOptions.LEARNING_RATE.label(),
              Section.RUN,
              PresetOptions.LEARNING_RATE.type(),
              Optional.<Double>empty(),
              "Of adam and gradient-descent, for pixels on 0–255; left out: as usual.")
          .special();

  private static final Option<Optional<Integer>> MEMORY =
      Option.of(
              PresetOptions.MEMORY.key(),
              PresetOptions.MEMORY.label(),
              Section.RUN,
              PresetOptions.MEMORY.type(),
              Optional.<Integer>empty(),
              "Correction pairs that lbfgs keeps; left out: as usual.")
          .special();

  /** In the order of dialog and help. */
  public static final OptionTable TABLE =
      new OptionTable(
          "Content Reconstruction",
          Stream.of(
                  InputOptions.ALL,
                  List.<Option<?>>of(
                      LAYER, SIZE, ITERATIONS, VARIATION_WEIGHT, OPTIMIZER, LEARNING_RATE, MEMORY),
                  RunOptions.ALL,
                  OutputOptions.ALL)
              .<Option<?>>flatMap(List::stream)
              .toList(),
          ContentReconstructionOptions::check);

  private ContentReconstructionOptions() {}

  private static void check(OptionValues values) {
    settings(values);
    OutputOptions.check(values);
  }

  /** How the loss is minimised. */
  public static OptimizerChange optimizer(OptionValues values) {
    return new OptimizerChange(
        Optional.of(values.get(OPTIMIZER)), values.get(LEARNING_RATE), values.get(MEMORY));
  }

  /**
   * The loss, the optimiser, the size and the iterations.
   *
   * @throws OptionException if they can't be
   */
  public static StylePreset settings(OptionValues values) {
    return PresetOptions.changed(
        PRESET,
        new PresetChanges(
            Optional.empty(),
            Optional.empty(),
            Optional.of(values.get(VARIATION_WEIGHT)),
            Optional.of(List.of(values.get(LAYER))),
            Optional.empty(),
            Optional.empty(),
            Optional.of(optimizer(values)),
            Optional.empty(),
            Optional.of(values.get(SIZE).text()),
            Optional.of(values.get(ITERATIONS))));
  }
}
