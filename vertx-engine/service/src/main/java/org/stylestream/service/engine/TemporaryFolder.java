package org.stylestream.service.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder of an engine that leaves nothing behind. A process that was killed leaves its folder;
 * the next removes it, knowing by a lock that its engine is gone.
 */
final class TemporaryFolder implements AutoCloseable {
  private static final String PREFIX = "stylestream-engine-";
  private static final String LOCK = "lock";

  /** Younger ones may be about to be locked. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private final Path path;
  private final FileChannel lock;

  private TemporaryFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes one, and removes those that were left behind. */
  static Path create(Path parent) throws IOException {
    Path path = Files.createTempDirectory(parent, ownPrefix());
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        removeIfLeft(folder, path);
      }
    }
    return path;
  }

  /** Closing a lock's file in this process would end the lock: its own folders aren't touched. */
  private static String ownPrefix() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }

  private static void removeIfLeft(Path folder, Path own) {
    try {
      if (isOldFolderOfOurs(folder, own)) {
        // Without a lock nothing is known of it: it is left alone.
        try (FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock()) {
          if (lock != null) {
            deleteAll(folder);
          }
        }
      }
    } catch (IOException | OverlappingFileLockException e) {
      return; // somebody else's, or being removed by somebody else
    }
  }

  private static boolean isOldFolderOfOurs(Path folder, Path own) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && !folder.getFileName().toString().startsWith(ownPrefix())
        && Files.getOwner(folder).equals(Files.getOwner(own))
        && Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(YOUNG));
  }

  /** Locks one that was made. */
  static TemporaryFolder lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new IOException("%s is another engine's folder".formatted(path));
    }
    return new TemporaryFolder(path, channel);
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() throws IOException {
    try (lock) {
      deleteAll(path);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
