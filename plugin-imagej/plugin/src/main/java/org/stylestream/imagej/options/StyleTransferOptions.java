package org.stylestream.imagej.options;

import java.util.List;
import java.util.stream.Stream;

/** The options of Style Transfer. */
public final class StyleTransferOptions {
  /** In the order of dialog and help. */
  public static final OptionTable TABLE =
      new OptionTable(
          "Style Transfer",
          Stream.of(
                  InputOptions.ALL,
                  StyleOptions.ALL,
                  MaskOptions.ALL,
                  PresetOptions.LOSSES,
                  List.of(
                      PresetOptions.SIZE,
                      PresetOptions.ITERATIONS,
                      PresetOptions.SCALES,
                      PresetOptions.START,
                      PresetOptions.INITIAL),
                  PresetOptions.OPTIMIZATION,
                  RunOptions.ALL,
                  OutputOptions.ALL)
              .<Option<?>>flatMap(List::stream)
              .toList(),
          StyleTransferOptions::check);

  private StyleTransferOptions() {}

  private static void check(OptionValues values) {
    StyleOptions.check(values);
    MaskOptions.check(values);
    PresetOptions.check(values);
    OutputOptions.check(values);
  }
}
