package org.stylestream.imagej.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.stylestream.imagej.options.BatchFolderOptions;
import org.stylestream.imagej.options.Option;
import org.stylestream.imagej.options.OptionException;
import org.stylestream.imagej.options.OptionValues;

/**
 * The files of a folder that get painted, and where their results go.
 *
 * @param folder of the results
 */
record BatchPlan(Path folder, List<Item> items) {
  /** A file and its result. */
  record Item(Path file, Path result) {}

  BatchPlan {
    items = List.copyOf(items);
  }

  /**
   * As options have it.
   *
   * @throws OptionException if there are no files, or results would overwrite them
   */
  static BatchPlan of(OptionValues values) {
    Path from = folder(BatchFolderOptions.FROM, values);
    Path to = folder(BatchFolderOptions.TO, values);
    if (!Files.isDirectory(from)) {
      throw new OptionException(
          "inputFolder=%s is no folder; name one that is there".formatted(from));
    }
    if (Files.exists(to) && !Files.isDirectory(to)) {
      throw new OptionException("outputFolder=%s is a file; name a folder".formatted(to));
    }
    if (from.normalize().equals(to.normalize())) {
      throw new OptionException(
          "outputFolder is inputFolder, whose files results could replace; name another folder");
    }
    List<Path> files = files(from, values.get(BatchFolderOptions.PATTERN));
    String format = values.get(BatchFolderOptions.FORMAT);
    return new BatchPlan(
        to,
        files.stream()
            .map(file -> new Item(file, to.resolve(name(file, files) + "." + format)))
            .toList());
  }

  private static Path folder(Option<Optional<String>> option, OptionValues values) {
    String text = values.get(option).orElseThrow();
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new OptionException("%s=%s is no path; name a folder".formatted(option.key(), text));
    }
  }

  private static List<Path> files(Path folder, String pattern) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      found.forEach(files::add);
    } catch (PatternSyntaxException e) {
      throw new OptionException(
          "pattern=%s is no pattern of files; write one as *.png".formatted(pattern));
    } catch (IOException e) {
      throw new OptionException(
          "inputFolder=%s can't be read: %s".formatted(folder, e.getMessage()));
    }
    files.removeIf(file -> !Files.isRegularFile(file));
    if (files.isEmpty()) {
      throw new OptionException("no file in %s is like %s".formatted(folder, pattern));
    }
    files.sort(null);
    return files;
  }

  /** Without its ending, unless another file has the same name then. */
  private static String name(Path file, List<Path> all) {
    String stem = stem(file);
    boolean alone = all.stream().filter(other -> stem(other).equals(stem)).count() == 1;
    return alone ? stem : file.getFileName().toString();
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }
}
