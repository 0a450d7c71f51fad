package org.stylestream.imagej.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.stylestream.imagej.options.Option;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.OutputOptions;
import org.stylestream.imagej.save.StackFile;

/** The files that a run leaves. */
final class ResultFiles {
  private ResultFiles() {}

  /**
   * Writes those that options name.
   *
   * @throws IllegalStateException with a sentence for the user if one can't be written
   */
  static void write(ImagePlus image, OptionValues values) {
    for (Option<Optional<String>> file : OutputOptions.files(values)) {
      try {
        StackFile.write(image, Path.of(values.get(file).orElseThrow()));
      } catch (IOException e) {
        throw new IllegalStateException("%s: %s".formatted(file.key(), e.getMessage()), e);
      }
    }
  }
}
