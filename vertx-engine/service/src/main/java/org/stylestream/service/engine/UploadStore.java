package org.stylestream.service.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.stylestream.service.job.JobImages;

/**
 * Uploads by their SHA-256 in a folder. They stay for a while after they were needed last, since
 * the style images of one job are often those of the next. Methods block.
 */
final class UploadStore implements JobImages {
  private static final String PART = ".part";

  private final Path folder;
  private final long limit;

  /**
   * @param limit bytes that uploads may take
   */
  UploadStore(Path folder, long limit) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.limit = limit;
  }

  /** Bytes that uploads may take. */
  long limit() {
    return limit;
  }

  /** Which of some uploads aren't here; those that are, are kept a while longer. */
  List<String> missing(Set<String> uploads) throws IOException {
    List<String> missing = new ArrayList<>();
    for (String sha256 : uploads) {
      if (Files.exists(file(sha256))) {
        Files.setLastModifiedTime(file(sha256), FileTime.from(Instant.now()));
      } else {
        missing.add(sha256);
      }
    }
    return missing;
  }

  /** Begins an upload for a job. */
  Upload begin(String jobId, String sha256, long total) {
    return new Upload(folder.resolve(sha256 + "." + jobId + PART), file(sha256), sha256, total);
  }

  /**
   * Makes room for uploads, at the cost of those that were needed the longest ago.
   *
   * @param needed by jobs, and so kept
   * @return whether there is room
   */
  boolean makeRoom(long bytes, Set<String> needed) throws IOException {
    long free = limit - bytes;
    List<StoredFile> files = files();
    for (StoredFile file : files) {
      free -= file.bytes();
    }
    for (StoredFile file : files) {
      if (free >= 0) {
        return true;
      }
      if (isUnneeded(file.path(), needed)) {
        free += file.bytes();
        Files.deleteIfExists(file.path());
      }
    }
    return free >= 0;
  }

  /** Removes what no job has needed for so long, and what has stopped coming. */
  void removeOlderThan(Duration age, Set<String> needed) throws IOException {
    Instant oldest = Instant.now().minus(age);
    for (StoredFile file : files()) {
      if ((isPart(file.path()) || isUnneeded(file.path(), needed))
          && file.modified().toInstant().isBefore(oldest)) {
        Files.deleteIfExists(file.path());
      }
    }
  }

  private static boolean isUnneeded(Path file, Set<String> needed) {
    return !isPart(file) && !needed.contains(file.getFileName().toString());
  }

  private static boolean isPart(Path file) {
    return file.getFileName().toString().endsWith(PART);
  }

  private record StoredFile(Path path, FileTime modified, long bytes) {}

  /** The oldest first. */
  private List<StoredFile> files() throws IOException {
    List<StoredFile> files = new ArrayList<>();
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(folder)) {
      for (Path file : listed) {
        try {
          BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
          files.add(new StoredFile(file, facts.lastModifiedTime(), facts.size()));
        } catch (NoSuchFileException e) {
          continue; // an upload that has become complete just now, or has ended
        }
      }
    }
    files.sort(Comparator.comparing(StoredFile::modified));
    return files;
  }

  @Override
  public byte[] read(String sha256) throws IOException {
    return Files.readAllBytes(file(sha256));
  }

  /** Where an upload is, once it has come. */
  Path file(String sha256) {
    return folder.resolve(sha256);
  }
}
