package org.stylestream.imagej.options;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.imagej.options.OptionType.Choice;
import org.stylestream.imagej.options.OptionType.Folder;
import org.stylestream.imagej.options.OptionType.Maybe;
import org.stylestream.imagej.options.OptionType.Written;

/** The options of Batch Folder. */
public final class BatchFolderOptions {
  /** Where the content images are. */
  public static final Option<Optional<String>> FROM =
      Option.of(
          "inputFolder",
          "Input folder",
          Section.PICTURES,
          new Maybe<>(new Folder()),
          Optional.empty(),
          "The folder of the content images.");

  /** Which files of it. */
  public static final Option<String> PATTERN =
      Option.of(
          "pattern",
          "Files",
          Section.PICTURES,
          new Written<>(text -> text, text -> text),
          "*.{png,jpg,jpeg,tif,tiff,gif,bmp}",
          "Which files of the folder: * for any letters, {a,b} for one or the other.");

  /** Where the results go. */
  public static final Option<Optional<String>> TO =
      Option.of(
          "outputFolder",
          "Output folder",
          Section.OUTPUT,
          new Maybe<>(new Folder()),
          Optional.empty(),
          "The folder of the results, which get their content images' names; made where it isn't"
              + " there.");

  /** What the results are. */
  public static final Option<String> FORMAT =
      Option.of(
          "format",
          "Format",
          Section.OUTPUT,
          new Choice(List.of("tif", "png")),
          "tif",
          "Of the results; tif keeps calibration and options.");

  /** What becomes of results that are there. */
  public static final Option<Existing> EXISTING =
      Option.of(
          "existing",
          "Results that are there",
          Section.OUTPUT,
          Choice.of(Existing.class),
          Existing.SKIP,
          "Skip a file whose result is there, or replace it.");

  /** In the order of dialog and help. */
  public static final OptionTable TABLE =
      new OptionTable(
          "Batch Folder",
          Stream.of(
                  List.<Option<?>>of(FROM, PATTERN),
                  StyleOptions.ALL,
                  MaskOptions.ALL,
                  PresetOptions.LOSSES,
                  List.<Option<?>>of(
                      PresetOptions.SIZE, PresetOptions.ITERATIONS, PresetOptions.SCALES),
                  PresetOptions.OPTIMIZATION,
                  RunOptions.ALL,
                  List.<Option<?>>of(TO, FORMAT, EXISTING))
              .<Option<?>>flatMap(List::stream)
              .toList(),
          BatchFolderOptions::check);

  /** What becomes of results that are there. */
  public enum Existing {
    SKIP,
    REPLACE
  }

  private BatchFolderOptions() {}

  private static void check(OptionValues values) {
    for (Option<Optional<String>> folder : List.of(FROM, TO)) {
      if (values.get(folder).isEmpty()) {
        throw new OptionException(
            "%s is missing; name a folder, as %s=/home/ada/pictures"
                .formatted(folder.key(), folder.key()));
      }
    }
    StyleOptions.check(values);
    MaskOptions.check(values);
    PresetOptions.check(values);
  }
}
