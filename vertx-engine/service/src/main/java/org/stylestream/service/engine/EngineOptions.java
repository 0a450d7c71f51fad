package org.stylestream.service.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.stylestream.protocol.Limits;

/**
 * How an engine behaves.
 *
 * @param storage where its state is
 * @param waiting how many jobs can wait
 * @param times how long it waits for what
 * @param program version of the program
 * @param host name for people
 * @param watcher told of jobs as their states change
 */
public record EngineOptions(
    Storage storage,
    Waiting waiting,
    Times times,
    String program,
    String host,
    JobWatcher watcher) {
  /**
   * Where an engine's state is.
   *
   * @param folder for jobs and uploads; an engine that is started with the folder of another, or
   *     shares it, goes on with the jobs that nobody has
   * @param temporary whether the folder is removed when the engine is closed
   * @param uploadBytes that uploads may take
   * @param largestSentCheckpoint bytes of the largest checkpoint that is sent to a client that
   *     wants them; 0 where clients can read the folder: each checkpoint waits there ({@link
   *     #checkpoint}) until they have been told of a later one
   * @param retention of what isn't needed any more
   */
  public record Storage(
      Path folder,
      boolean temporary,
      long uploadBytes,
      long largestSentCheckpoint,
      Retention retention) {
    private static final long UPLOAD_BYTES = 16_000_000_000L;

    public Storage {
      if (largestSentCheckpoint > Limits.LARGEST_FRAME) {
        throw new IllegalArgumentException(
            "checkpoints of %d bytes can't be sent; at most %d can"
                .formatted(largestSentCheckpoint, Limits.LARGEST_FRAME));
      }
    }

    /** In a folder that stays. */
    public static Storage in(Path folder) {
      return new Storage(folder, false, UPLOAD_BYTES, Limits.LARGEST_FRAME, Retention.DEFAULT);
    }

    /**
     * In a new folder that is removed when the engine is closed, for a client that can read it: no
     * checkpoint is sent. What engines left behind that were killed is removed first.
     */
    public static Storage inTemporaryFolder() throws IOException {
      return new Storage(
          TemporaryFolder.create(Path.of(System.getProperty("java.io.tmpdir"))),
          true,
          Limits.LARGEST_UPLOAD,
          0,
          Retention.DEFAULT);
    }

    /**
     * Where a checkpoint is that wasn't sent.
     *
     * @param sequence of its event
     */
    public Path checkpoint(String jobId, long sequence) {
      return JobLog.frame(EngineVerticle.jobs(folder).resolve(jobId), sequence);
    }
  }

  /**
   * How long finished jobs and uploads stay on the disk. Nothing goes that an attached client
   * hasn't fetched yet.
   *
   * @param age of a finished job, and of an upload that no job needs
   * @param jobs that have finished
   * @param bytes of finished jobs
   */
  public record Retention(Duration age, int jobs, long bytes) {
    /** A day, 256 jobs, 16 GB. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(1), 256, 16_000_000_000L);
  }

  /**
   * How many jobs can wait.
   *
   * @param jobs of all clients
   * @param jobsOfClient of one
   */
  public record Waiting(int jobs, int jobsOfClient) {
    /** 64 jobs, whoever's they are. */
    public static final Waiting DEFAULT = new Waiting(64, 64);
  }

  /**
   * How long an engine waits for what.
   *
   * @param lease time without a sign of a job's client after which the client is taken for lost
   * @param claim time that the clients of jobs that were found in the folder have to attach again
   * @param announcement time between two announcements
   * @param ttl time without announcements after which others take the engine for lost
   * @param drain time that running jobs have to finish, and clients to fetch what they made, when
   *     the engine goes away
   * @param upload time without a chunk after which a job that waits for its images fails
   */
  public record Times(
      Duration lease,
      Duration claim,
      Duration announcement,
      Duration ttl,
      Duration drain,
      Duration upload) {
    /** For most networks. */
    public static final Times DEFAULT =
        new Times(
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(7),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));
  }

  /** With everything else as it is for most. */
  public static EngineOptions of(Storage storage) {
    return new EngineOptions(
        storage, Waiting.DEFAULT, Times.DEFAULT, "development", hostName(), status -> {});
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** With other bounds of the queue. */
  public EngineOptions with(Waiting other) {
    return new EngineOptions(storage, other, times, program, host, watcher);
  }

  /** With other times. */
  public EngineOptions with(Times other) {
    return new EngineOptions(storage, waiting, other, program, host, watcher);
  }

  /** With somebody who is told of jobs. */
  public EngineOptions with(JobWatcher other) {
    return new EngineOptions(storage, waiting, times, program, host, other);
  }

  /** With the program's version. */
  public EngineOptions withProgram(String version) {
    return new EngineOptions(storage, waiting, times, version, host, watcher);
  }
}
