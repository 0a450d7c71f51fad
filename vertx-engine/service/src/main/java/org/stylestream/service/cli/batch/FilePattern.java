package org.stylestream.service.cli.batch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files by a pattern, as {@code frames/*.png} or {@code frames/**.jpg}: {@link
 * java.nio.file.FileSystem#getPathMatcher} explains it.
 *
 * @param text as the user wrote it
 */
public record FilePattern(String text) {
  private static final Pattern WILD = Pattern.compile("[*?\\[{]");

  /** The folder that all files lie in: what comes before the first part with a wild card. */
  public Path folder() {
    Path folder = Path.of("");
    String[] parts = text.split("/", -1);
    for (int i = 0; i < parts.length - 1 && !WILD.matcher(parts[i]).find(); i++) {
      folder = parts[i].isEmpty() ? Path.of("/") : folder.resolve(parts[i]);
    }
    return folder;
  }

  /**
   * The files, in alphabetical order.
   *
   * @throws IOException with a sentence for the user if there are none
   */
  public List<Path> files() throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + text);
    if (!Files.isDirectory(here(folder()))) {
      throw new IOException(
          "there is no folder %s; give a pattern of files that are there".formatted(folder()));
    }
    try (Stream<Path> all = Files.walk(here(folder()))) {
      List<Path> files =
          all.map(Path::normalize)
              .filter(matcher::matches)
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new IOException(
            "no file is like '%s'; give a pattern of files that are there, in quotes"
                .formatted(text));
      }
      return files;
    }
  }

  private static Path here(Path folder) {
    return folder.toString().isEmpty() ? Path.of(".") : folder;
  }
}
