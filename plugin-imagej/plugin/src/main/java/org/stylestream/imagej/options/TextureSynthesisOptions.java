package org.stylestream.imagej.options;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.preset.TextureSynthesis;
import org.stylestream.imagej.options.OptionType.Maybe;
import org.stylestream.imagej.options.OptionType.Whole;
import org.stylestream.imagej.options.OptionType.Written;
import org.stylestream.protocol.Limits;

/** The options of Texture Synthesis. */
public final class TextureSynthesisOptions {
  private static final int SMALLEST_SIDE = 16;
  private static final int USUAL_SIDE = 512;

  private static final Option<Optional<SizeRule>> STYLE_SIZE =
      Option.of(
          "styleSize",
          "Style size",
          Section.STYLE,
          new Maybe<>(new Written<>(SizeRule::parse, SizeRule::text)),
          Optional.empty(),
          "At which the style images are looked at, as 256 (long side) or native; the larger, the"
              + " larger the patterns; left out: 512, where they are larger.");

  private static final Option<Integer> WIDTH = side("width", "Width");
  private static final Option<Integer> HEIGHT = side("height", "Height");

  /** In the order of dialog and help. */
  public static final OptionTable TABLE =
      new OptionTable(
          "Texture Synthesis",
          Stream.of(
                  StyleOptions.ALL,
                  List.<Option<?>>of(
                      STYLE_SIZE,
                      PresetOptions.PRESET,
                      PresetOptions.VARIATION_WEIGHT,
                      PresetOptions.STYLE_LAYERS,
                      PresetOptions.STYLE_LAYER_WEIGHTS,
                      PresetOptions.POOLING,
                      WIDTH,
                      HEIGHT,
                      PresetOptions.ITERATIONS,
                      PresetOptions.SCALES),
                  PresetOptions.OPTIMIZATION,
                  RunOptions.ALL,
                  OutputOptions.ALL)
              .<Option<?>>flatMap(List::stream)
              .toList(),
          TextureSynthesisOptions::check);

  private TextureSynthesisOptions() {}

  private static Option<Integer> side(String key, String label) {
    return Option.of(
        key,
        label,
        Section.RUN,
        new Whole(SMALLEST_SIDE, Limits.LONGEST_SIDE),
        USUAL_SIDE,
        "Of the texture, in pixels; a larger one has more of the same patterns.");
  }

  private static void check(OptionValues values) {
    StyleOptions.check(values);
    settings(values);
    OutputOptions.check(values);
  }

  /** The texture's size. */
  public static SizeRule.Size size(OptionValues values) {
    return new SizeRule.Size(values.get(HEIGHT), values.get(WIDTH));
  }

  /**
   * The size at which a style image is looked at.
   *
   * @param own its own
   */
  public static SizeRule.Size styleSize(OptionValues values, SizeRule.Size own) {
    return values
        .get(STYLE_SIZE)
        .orElse(new SizeRule.LongSide(Math.min(USUAL_SIDE, Math.max(own.height(), own.width()))))
        .apply(own.height(), own.width());
  }

  /**
   * The preset's style loss, with the changes, at the texture's size.
   *
   * @throws OptionException if they can't be
   */
  public static StylePreset settings(OptionValues values) {
    return TextureSynthesis.of(
        PresetOptions.changed(values, size(values)), values.get(HEIGHT), values.get(WIDTH));
  }
}
