package org.stylestream.imagej.options;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.transfer.FrameDefaults;
import org.stylestream.imagej.options.OptionType.Decimal;
import org.stylestream.imagej.options.OptionType.Maybe;
import org.stylestream.imagej.options.OptionType.Whole;
import org.stylestream.protocol.Limits;

/** The options of Sequence. */
public final class SequenceOptions {
  private static final double LARGEST_WEIGHT = 1e12;
  private static final double SMALLEST_WEIGHT = 1e-6;

  /** Of the temporal loss. */
  public static final Option<Double> TEMPORAL_WEIGHT =
      Option.of(
          "temporalWeight",
          "Temporal weight",
          Section.STYLE,
          new Decimal(0, LARGEST_WEIGHT),
          FrameDefaults.TEMPORAL_WEIGHT,
          "How strongly what stands still, or moves, stays as it was painted, relative to the content"
              + " loss; 0 for not at all.");

  /** Of each slice but the first. */
  public static final Option<Optional<Integer>> NEXT_ITERATIONS =
      Option.of(
          "iterationsNext",
          "Iterations of the next",
          Section.RUN,
          new Maybe<>(new Whole(1, Limits.MOST_ITERATIONS)),
          Optional.empty(),
          "Of each slice but the first; left out: half of the first's.");

  /** In the order of dialog and help. */
  public static final OptionTable TABLE =
      new OptionTable(
          "Sequence",
          Stream.of(
                  List.<Option<?>>of(InputOptions.CONTENT),
                  StyleOptions.ALL,
                  MaskOptions.ALL,
                  PresetOptions.LOSSES,
                  List.<Option<?>>of(
                      TEMPORAL_WEIGHT,
                      PresetOptions.SIZE,
                      PresetOptions.ITERATIONS,
                      NEXT_ITERATIONS,
                      PresetOptions.SCALES,
                      PresetOptions.START,
                      PresetOptions.INITIAL),
                  PresetOptions.OPTIMIZATION,
                  RunOptions.ALL,
                  List.<Option<?>>of(
                      OutputOptions.PLOT,
                      OutputOptions.TABLE,
                      OutputOptions.TIFF,
                      OutputOptions.GIF,
                      OutputOptions.AVI))
              .<Option<?>>flatMap(List::stream)
              .toList(),
          SequenceOptions::check);

  private SequenceOptions() {}

  private static void check(OptionValues values) {
    StyleOptions.check(values);
    MaskOptions.check(values);
    PresetOptions.check(values);
    double weight = values.get(TEMPORAL_WEIGHT);
    if (weight > 0 && weight < SMALLEST_WEIGHT) {
      throw new OptionException(
          "temporalWeight=%s is too small; it must be 0, or at least %s"
              .formatted(weight, SMALLEST_WEIGHT));
    }
    StylePreset preset = PresetOptions.changed(values);
    if (weight > 0 && preset.content().weight() == 0) {
      throw new OptionException(
          "temporalWeight is relative to the content weight, which is 0; give temporalWeight=0, or a"
              + " contentWeight above 0");
    }
  }

  /**
   * Iterations of each slice but the first.
   *
   * @param first the preset of that one, with its changes
   */
  public static int nextIterations(OptionValues values, StylePreset first) {
    return values
        .get(NEXT_ITERATIONS)
        .orElseGet(() -> FrameDefaults.nextIterations(first.iterations()));
  }
}
