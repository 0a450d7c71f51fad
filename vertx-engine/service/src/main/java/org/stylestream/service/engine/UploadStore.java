package org.stylestream.service.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
    List<Path> files = files();
    for (Path file : files) {
      free -= Files.size(file);
    }
    for (Path file : files) {
      if (free >= 0) {
        return true;
      }
      if (isUnneeded(file, needed)) {
        free += Files.size(file);
        Files.deleteIfExists(file);
      }
    }
    return free >= 0;
  }

  /** Removes what no job has needed for so long, and what has stopped coming. */
  void removeOlderThan(Duration age, Set<String> needed) throws IOException {
    Instant oldest = Instant.now().minus(age);
    for (Path file : files()) {
      if ((isPart(file) || isUnneeded(file, needed))
          && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isUnneeded(Path file, Set<String> needed) {
    return !isPart(file) && !needed.contains(file.getFileName().toString());
  }

  private static boolean isPart(Path file) {
    return file.getFileName().toString().endsWith(PART);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.sorted(Comparator.comparing(UploadStore::modified)).toList();
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
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
