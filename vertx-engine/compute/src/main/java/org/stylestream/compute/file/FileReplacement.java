package org.stylestream.compute.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file beside its place and moves it there once it is whole and on the disk, so that
 * nobody ever sees half of it. After a failure the old file, if there was one, is untouched and
 * nothing else is left.
 */
public final class FileReplacement {
  private static final int COPIED_AT_ONCE = 1 << 24;

  /** Writes the content of the new file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  private FileReplacement() {}

  /**
   * Creates or replaces {@code target}.
   *
   * @param target its folder exists
   */
  public static void write(Path target, Content content) throws IOException {
    Path beside = beside(target);
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      move(beside, target);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Makes {@code target} the same file as another where the disk can do that, else a copy of it.
   *
   * @param target its folder exists
   * @param file is on the disk, and isn't written to any more
   */
  public static void link(Path target, Path file) throws IOException {
    Path beside = beside(target);
    try {
      Files.createLink(beside, file);
    } catch (UnsupportedOperationException | IOException e) {
      copy(target, file);
      return;
    }
    try {
      move(beside, target);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void copy(Path target, Path file) throws IOException {
    try (FileChannel source = FileChannel.open(file)) {
      write(
          target,
          channel -> {
            for (long at = 0; at < source.size(); ) {
              at += source.transferTo(at, COPIED_AT_ONCE, channel);
            }
          });
    }
  }

  private static Path beside(Path target) {
    // Not Files.createTempFile: its files are readable by their owner only.
    return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
  }

  private static void move(Path beside, Path target) throws IOException {
    Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
