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
    // Not Files.createTempFile: its files are readable by their owner only.
    Path beside =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
