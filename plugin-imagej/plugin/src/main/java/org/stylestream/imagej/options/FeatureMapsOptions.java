package org.stylestream.imagej.options;

import java.util.List;
import org.stylestream.compute.features.FeatureMaps;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.OptionType.Items;

/** The options of Feature Maps. */
public final class FeatureMapsOptions {
  private static final Option<List<String>> LAYERS =
      Option.of(
          "layers",
          "Layers",
          Section.LAYERS,
          new Items<>(LayerOptions.LAYER, ',', LayerOptions.MOST_LAYERS),
          List.of("block3_conv1"),
          "Whose maps are shown, as block3_conv1 or conv1_1,conv2_1.");

  private static final Option<List<Integer>> FILTERS =
      LayerOptions.filters(
          Section.LAYERS, "Filters of the layers, from 0, as 12,40; left out: all.");

  /** Size of the image that the network sees. */
  public static final Option<SizeRule> SIZE = RunOptions.size(new SizeRule.LongSide(512));

  /** In the order of dialog and help. */
  public static final OptionTable TABLE =
      new OptionTable(
          "Feature Maps",
          List.of(
              InputOptions.CONTENT, LAYERS, FILTERS, SIZE, RunOptions.NETWORK, OutputOptions.TIFF),
          FeatureMapsOptions::check);

  private FeatureMapsOptions() {}

  private static void check(OptionValues values) {
    if (values.get(LAYERS).isEmpty()) {
      throw new OptionException("layers names none; name at least one, as layers=block3_conv1");
    }
  }

  /** The layers and filters. */
  public static FeatureMaps wish(OptionValues values) {
    return new FeatureMaps(values.get(LAYERS), values.get(FILTERS));
  }
}
