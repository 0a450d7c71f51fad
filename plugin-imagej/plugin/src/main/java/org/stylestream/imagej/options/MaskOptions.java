package org.stylestream.imagej.options;

import java.util.List;
import java.util.Optional;
import org.stylestream.imagej.options.OptionType.Decimal;
import org.stylestream.imagej.options.OptionType.Items;
import org.stylestream.imagej.options.OptionType.Maybe;
import org.stylestream.imagej.options.OptionType.Picture;
import org.stylestream.protocol.Limits;

/** Where on the content image the styles go, and what of their images counts. */
public final class MaskOptions {
  /** Stands for the content image's selection. */
  public static final String SELECTION = "selection";

  private static final String NONE = "none";
  private static final double WIDEST_EDGE = 1000;

  /** Where each style goes. */
  public static final Option<List<String>> CONTENT_MASKS =
      Option.of(
              "contentMasks",
              "Content masks",
              Section.MASKS,
              new Items<>(new Picture(List.of(SELECTION)), '|', Limits.MOST_STYLES),
              List.<String>of(),
              "Where each style goes: an open image or a file, white where it does, selection for"
                  + " the content image's own, or none; with | between them. Styles without one"
                  + " share what is left.")
          .special();

  /** How soft a selection's edge is. */
  public static final Option<Optional<Double>> FEATHER =
      Option.of(
              "feather",
              "Feather",
              Section.MASKS,
              new Maybe<>(new Decimal(0, WIDEST_EDGE)),
              Optional.<Double>empty(),
              "Width of a soft edge in pixels, for a selection that is a content mask.")
          .special();

  /** What of each style image counts. */
  public static final Option<List<String>> STYLE_MASKS =
      Option.of(
              "styleMasks",
              "Style masks",
              Section.MASKS,
              new Items<>(new Picture(), '|', Limits.MOST_STYLES),
              List.<String>of(),
              "What of each style image counts: an open image or a file, white where it does, or"
                  + " none; with | between them.")
          .special();

  /** In their order. */
  static final List<Option<?>> ALL = List.of(CONTENT_MASKS, FEATHER, STYLE_MASKS);

  private MaskOptions() {}

  /** Requires at most one mask of a kind for each style, and a feather only for a selection. */
  static void check(OptionValues values) {
    int styles = values.get(StyleOptions.STYLES).size();
    for (Option<List<String>> option : List.of(CONTENT_MASKS, STYLE_MASKS)) {
      int masks = values.get(option).size();
      if (masks > styles) {
        throw new OptionException(
            "%s has %d masks, but the number of styles is %d; give at most one for each"
                .formatted(option.key(), masks, styles));
      }
    }
    if (values.get(FEATHER).isPresent() && !selected(values)) {
      throw new OptionException("feather has a meaning only with contentMasks=selection");
    }
  }

  /** Whether a mask is the content image's selection, which then isn't what is worked on. */
  public static boolean selected(OptionValues values) {
    return values.getOrStandard(CONTENT_MASKS).contains(SELECTION);
  }

  /** The name of a style's mask. */
  public static Optional<String> name(
      Option<List<String>> masks, OptionValues values, int styleIndex) {
    return values.getOrStandard(masks).stream()
        .skip(styleIndex)
        .findFirst()
        .filter(name -> !name.equals(NONE));
  }
}
