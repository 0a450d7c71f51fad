package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.compute.file.FileReplacement;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.protocol.record.RecordWriter;

/**
 * The folder of a job: its request, its log, its checkpoint, its result, and a lock that is held by
 * the engine that has the job, until the job has ended or the engine has.
 */
final class JobFolder {
  private static final String REQUEST = "job.json";
  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lock;

  private JobFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes a job's folder.
   *
   * @return empty if another engine has it
   */
  static Optional<JobFolder> take(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      taken = channel.tryLock() != null;
      return taken ? Optional.of(new JobFolder(path, channel)) : Optional.empty();
    } catch (OverlappingFileLockException e) {
      // Another engine of this process has it.
      return Optional.empty();
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  /**
   * Makes a folder for a new job.
   *
   * @return empty if there is one that another engine has
   */
  static Optional<JobFolder> create(Path path, StoredJob job) throws IOException {
    Files.createDirectories(path);
    Optional<JobFolder> folder = take(path);
    if (folder.isPresent()) {
      try {
        folder.get().write(job);
      } catch (IOException e) {
        folder.get().delete();
        throw e;
      }
    }
    return folder;
  }

  /** Whether a job was stored there. */
  static boolean hasRequest(Path path) {
    return Files.exists(path.resolve(REQUEST));
  }

  private void write(StoredJob job) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(RecordWriter.write(job, StoredJob.class).getBytes());
    FileReplacement.write(
        path.resolve(REQUEST),
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /**
   * Makes a job's log another one, after its end was lost: a client may have had the events there,
   * and what follows gets their numbers.
   */
  StoredJob renew(StoredJob job) throws IOException {
    StoredJob renewed = new StoredJob(job.submit(), job.submittedMillis() + 1);
    write(renewed);
    return renewed;
  }

  /** The job, where one was stored whole. */
  Optional<StoredJob> stored() throws IOException {
    Path file = path.resolve(REQUEST);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          RecordReader.read(Buffer.buffer(Files.readAllBytes(file)), StoredJob.class));
    } catch (RecordFormatException e) {
      return Optional.empty();
    }
  }

  Path path() {
    return path;
  }

  /** Where the job's checkpoint is, once there is one. */
  Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  /** Where the job's result is, once there is one. */
  Path result() {
    return path.resolve("result.safetensors");
  }

  /** What is on the disk. */
  long bytes() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        bytes += size(file);
      }
    }
    return bytes;
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // a checkpoint's frame that a newer one has replaced just now
    }
  }

  /** Lets others have it. */
  void release() throws IOException {
    lock.close();
  }

  /** Removes it with all that is in it. */
  void delete() throws IOException {
    release();
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(path);
  }
}
