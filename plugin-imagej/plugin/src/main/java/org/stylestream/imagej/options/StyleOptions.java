package org.stylestream.imagej.options;

import java.util.List;
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

  /** In their order. */
  static final List<Option<?>> ALL = List.of(STYLES, BLEND);

  private StyleOptions() {}

  /** Requires a style, and a weight for each or for none. */
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
  }

  /** A weight for each style. */
  public static List<Double> weights(OptionValues values) {
    List<Double> blend = values.get(BLEND);
    return blend.isEmpty() ? values.get(STYLES).stream().map(style -> 1.0).toList() : blend;
  }
}
