package org.stylestream.imagej.options;

import java.util.List;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.imagej.options.OptionType.Items;
import org.stylestream.imagej.options.OptionType.Whole;
import org.stylestream.imagej.options.OptionType.Written;

/** Layers of a network, and their filters. */
public final class LayerOptions {
  static final int MOST_LAYERS = 16;
  private static final int MOST_FILTERS = 512;
  private static final int LAST_FILTER = 4095;

  /** A layer, as {@code block4_conv2} or {@code conv4_2}. */
  static final OptionType<String> LAYER =
      new Written<>(text -> NetworkTopology.canonicalName(text.strip()), layer -> layer);

  private LayerOptions() {}

  /** Filters of the layers; none for all. */
  static Option<List<Integer>> filters(Section section, String help) {
    return Option.of(
        "filters",
        "Filters",
        section,
        new Items<>(new Whole(0, LAST_FILTER), ',', MOST_FILTERS),
        List.of(),
        help);
  }
}
