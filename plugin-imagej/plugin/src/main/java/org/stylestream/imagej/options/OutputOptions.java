package org.stylestream.imagej.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.imagej.options.OptionType.Choice;
import org.stylestream.imagej.options.OptionType.Flag;
import org.stylestream.imagej.options.OptionType.Maybe;
import org.stylestream.imagej.options.OptionType.OutputFile;
import org.stylestream.imagej.options.OptionType.Whole;
import org.stylestream.protocol.Limits;

/** What comes of a run. */
public final class OutputOptions {
  /** A stack of kept iterations, or one image. */
  public static final Option<Result> RESULT =
      Option.of(
          "result",
          "Result",
          Section.OUTPUT,
          Choice.of(Result.class),
          Result.STACK,
          "A stack of the iterations kept, or only the final image.");

  /** Which iterations are kept. */
  public static final Option<Optional<Integer>> KEEP_EVERY =
      Option.of(
          "keepEvery",
          "Keep every",
          Section.OUTPUT,
          new Maybe<>(new Whole(1, Limits.MOST_ITERATIONS)),
          Optional.empty(),
          "Iterations 0, N, 2N … and the last become slices; left out: as the preset's program"
              + " does.");

  /** Whether losses are plotted. */
  public static final Option<Boolean> PLOT =
      Option.of(
          "plot", "Loss plot", Section.OUTPUT, new Flag(), true, "Plot the losses while it runs.");

  /** Whether losses go into a table. */
  public static final Option<Boolean> TABLE =
      Option.of(
          "table",
          "Loss table",
          Section.OUTPUT,
          new Flag(),
          true,
          "List the losses of every iteration in a table.");

  /** Where the stack is saved as TIFF. */
  public static final Option<Optional<String>> TIFF =
      file("tiff", "Save as TIFF", "the stack as TIFF file", "tif", "tiff");

  /** Where the stack is saved as GIF. */
  public static final Option<Optional<String>> GIF =
      file("gif", "Save as GIF", "the stack as animated GIF", "gif");

  /** Where the stack is saved as AVI. */
  public static final Option<Optional<String>> AVI =
      file("avi", "Save as AVI", "the stack as AVI movie", "avi");

  /** In their order. */
  static final List<Option<?>> ALL = List.of(RESULT, KEEP_EVERY, PLOT, TABLE, TIFF, GIF, AVI);

  /** What a run leaves. */
  public enum Result {
    STACK,
    IMAGE
  }

  private OutputOptions() {}

  private static Option<Optional<String>> file(
      String key, String label, String what, String... extensions) {
    return Option.of(
            key,
            label,
            Section.OUTPUT,
            new Maybe<>(new OutputFile(List.of(extensions))),
            Optional.<String>empty(),
            "A file: " + what + ", when the run has ended; one that is there is replaced.")
        .special();
  }

  /** Requires a stack where iterations are to be kept. */
  static void check(OptionValues values) {
    boolean slices =
        values.has(InputOptions.SLICES)
            && values.get(InputOptions.SLICES) == InputOptions.Slices.ALL;
    boolean one = values.get(RESULT) == Result.IMAGE;
    if (values.get(KEEP_EVERY).isPresent() && (slices || one)) {
      throw new OptionException(
          "keepEvery has no meaning with %s, which keeps final images only; leave one out"
              .formatted(one ? "result=image" : "slices=all"));
    }
  }

  /** The files to write, by option. */
  public static List<Option<Optional<String>>> files(OptionValues values) {
    List<Option<Optional<String>>> files = new ArrayList<>(List.of(TIFF, GIF, AVI));
    files.removeIf(file -> values.get(file).isEmpty());
    return files;
  }
}
