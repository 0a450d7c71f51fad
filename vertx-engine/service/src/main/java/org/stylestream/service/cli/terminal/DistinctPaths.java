package org.stylestream.service.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sees to it that no file is named for two purposes, so that no output overwrites an input. */
public final class DistinctPaths {
  private final Map<Path, String> uses = new LinkedHashMap<>();

  /**
   * Adds a path that is written to, which no other may be.
   *
   * @throws BadInputException if it was added before
   */
  public void add(String use, Path path) {
    Path real = real(path);
    String other = uses.putIfAbsent(real, use);
    if (other != null) {
      throw new BadInputException(
          "%s is named both as %s and with %s; give two different files"
              .formatted(path, other, use));
    }
  }

  /** Adds a path that is read; others may read it too. */
  public void addInput(String use, Path path) {
    uses.putIfAbsent(real(path), use);
  }

  private static Path real(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
