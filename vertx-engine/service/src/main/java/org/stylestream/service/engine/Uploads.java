package org.stylestream.service.engine;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.Reply;
import org.stylestream.service.job.JobFaultException;

/** The uploads that come, on the engine's event loop. */
final class Uploads {
  private final Disk disk;
  private final UploadStore store;
  private final JobTable table;
  private final JobScheduler scheduler;
  private final Map<Key, Upload> coming = new HashMap<>();
  private final Map<Key, Integer> waiting = new HashMap<>();

  /**
   * Chunks of an upload that may wait for the disk: twice what a client may have under way, since
   * one that was answered too late begins again.
   */
  private static final int MOST_WAITING = 8;

  /** Two jobs that need the same image may both upload it; who is first, serves both. */
  private record Key(Job job, String sha256) {}

  Uploads(Disk disk, UploadStore store, JobTable table, JobScheduler scheduler) {
    this.disk = disk;
    this.store = store;
    this.table = table;
    this.scheduler = scheduler;
  }

  /**
   * Takes a chunk.
   *
   * @return fails with {@link JobFaultException} if it isn't one that the job needs next
   */
  Future<Reply> take(Job job, Chunk chunk) {
    Optional<String> sha256 = chunk.header().upload();
    Optional<Long> bytes = sha256.flatMap(job::uploadBytes);
    if (bytes.isEmpty() || bytes.get() != chunk.header().total()) {
      return Future.failedFuture(
          new JobFaultException(
              Fault.of(
                  Fault.Code.INVALID,
                  "the job %s has asked for no upload %s of %d bytes; it asks for those that its request describes"
                      .formatted(
                          job.id(), sha256.orElse("without a SHA-256"), chunk.header().total()))));
    }
    if (!job.missing().contains(sha256.get())) {
      return Future.succeededFuture(uploaded(job, true));
    }
    if (job.state() != JobState.UPLOADING) {
      return Future.failedFuture(
          new JobFaultException(
              Fault.of(
                  Fault.Code.INVALID,
                  "the job %s takes no uploads any more; it has ended".formatted(job.id()))));
    }
    Key key = new Key(job, sha256.get());
    if (waiting.getOrDefault(key, 0) == MOST_WAITING) {
      return Future.failedFuture(
          new JobFaultException(
              Fault.of(
                  Fault.Code.INVALID,
                  "%d chunks of the upload %s are under way; wait for an answer before the next"
                      .formatted(MOST_WAITING, key.sha256()))));
    }
    job.touch();
    waiting.merge(key, 1, Integer::sum);
    Upload upload =
        coming.computeIfAbsent(key, k -> store.begin(job.id(), k.sha256(), bytes.get()));
    return disk.inOrder(() -> add(upload, chunk))
        .onComplete(
            done -> waiting.computeIfPresent(key, (k, count) -> count > 1 ? count - 1 : null))
        .map(complete -> added(key, complete));
  }

  private static boolean add(Upload upload, Chunk chunk) {
    try {
      return upload.add(chunk.header().offset(), chunk.payload());
    } catch (IOException e) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.STORAGE,
              "the engine can't store the upload (%s); make room on its disk"
                  .formatted(e.getMessage())),
          e);
    }
  }

  private Reply added(Key key, boolean complete) {
    if (complete) {
      coming.remove(key);
      table.in(JobState.UPLOADING).forEach(job -> has(job, key.sha256()));
    }
    return uploaded(key.job(), complete);
  }

  private void has(Job job, String sha256) {
    if (job.missing().remove(sha256) && job.missing().isEmpty() && !job.isEnding()) {
      scheduler.enqueue(job);
    }
  }

  private static Reply uploaded(Job job, boolean complete) {
    return new Reply.Uploaded(complete, job.missing().isEmpty());
  }

  /** Fails the jobs whose images have stopped coming, and forgets what came for jobs that ended. */
  void sweep(Duration patience) {
    for (Job job : table.in(JobState.UPLOADING)) {
      if (System.nanoTime() - job.since() > patience.toNanos()) {
        scheduler.fail(
            job,
            Fault.of(
                Fault.Code.DAMAGED,
                "no chunk of the job's images has come for %d s; submit it again"
                    .formatted(patience.toSeconds())));
      }
    }
    for (Key key : List.copyOf(coming.keySet())) {
      if (key.job().state() != JobState.UPLOADING) {
        Upload upload = coming.remove(key);
        disk.inOrder(
            () -> {
              upload.abandon();
              return key;
            });
      }
    }
  }
}
