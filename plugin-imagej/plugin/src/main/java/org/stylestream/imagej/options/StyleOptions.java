package org.stylestream.imagej.options;

import java.util.List;
import java.util.Optional;
import org.stylestream.imagej.options.OptionType.Decimal;
import org.stylestream.imagej.options.OptionType.Items;
import org.stylestream.imagej.options.OptionType.Picture;
import org.stylestream.protocol.Limits;

/** The style images. */
public final class StyleOptions {
  /** The style images; at least one. */
  public static final Option<List<String>> STYLES =
      Option.of(
          "styles",
          "Style image",
          Section.PICTURES,
          new Items<>(new Picture(), '|', Limits.MOST_STYLES),
          List.of(),
          "Open images by their titles or files by their paths; several with | between them.");

  /** One weight a style; none for all alike. */
  public static final Option<List<Double>> BLEND =
      Option.of(
              "blend",
              "Weights of several styles",
              Section.STYLE,
              new Items<>(new Decimal(1e-6, 1e6), ',', Limits.MOST_STYLES),
              List.<Double>of(),
              "One weight for each style image, as 2,1; left out: all alike.")
          .special();

  /** One size a style, or one for all; none for the usual. */
  static final Option<List<Double>> SCALE =
      Option.of(
              "styleScale",
              "Style scale",
              Section.STYLE,
              new Items<>(new Decimal(0.05, 20), ',', Limits.MOST_STYLES),
              List.<Double>of(),
              "Size of the style images relative to the usual one, as 0.5,2: larger ones leave"
                  + " larger strokes; one value is for all.")
          .special();

  /** In their order. */
  static final List<Option<?>> ALL = List.of(STYLES, BLEND, SCALE);

  private StyleOptions() {}

  /** Requires a style, a weight for each or for none, and a size for each, all or none. */
  static void check(OptionValues values) {
    int styles = values.get(STYLES).size();
    int weights = values.get(BLEND).size();
    if (styles == 0) {
      throw new OptionException(
          "there is no style image; name an open image or a file, as styles=wave.jpg");
    }
    if (weights != 0 && weights != styles) {
      throw new OptionException(
          "blend has %d weights, but there are %d styles; give one weight for each"
              .formatted(weights, styles));
    }
    int scales = values.get(SCALE).size();
    if (scales > 1 && scales != styles) {
      throw new OptionException(
          "styleScale has %d values, but the number of styles is %d; give one for each"
              .formatted(scales, styles));
    }
  }

  /** The size of a style, if it has one of its own. */
  public static Optional<Double> scale(OptionValues values, int styleIndex) {
    List<Double> scales = values.get(SCALE);
    return scales.stream().skip(scales.size() == 1 ? 0 : styleIndex).findFirst();
  }

  /** A weight for each style. */
  public static List<Double> weights(OptionValues values) {
    List<Double> blend = values.get(BLEND);
    return blend.isEmpty() ? values.get(STYLES).stream().map(style -> 1.0).toList() : blend;
  }
}
