package org.stylestream.service.engine;

import java.util.List;

/** Lets go of jobs that have ended, the oldest first, and of uploads that nobody needs. */
final class Retirement {
  private final EngineOptions.Retention retention;
  private final Disk disk;
  private final JobTable table;
  private final Attachments attachments;
  private final UploadStore uploads;

  Retirement(
      EngineOptions.Retention retention,
      Disk disk,
      JobTable table,
      Attachments attachments,
      UploadStore uploads) {
    this.retention = retention;
    this.disk = disk;
    this.table = table;
    this.attachments = attachments;
    this.uploads = uploads;
  }

  /** Removes what is too old or too much; nothing that a client is still fetching. */
  void sweepJobs() {
    List<Job> ended = table.ended();
    int count = ended.size();
    long bytes = ended.stream().mapToLong(Job::bytes).sum();
    for (Job job : ended) {
      boolean old = System.nanoTime() - job.since() > retention.age().toNanos();
      boolean tooMuch = count > retention.jobs() || bytes > retention.bytes();
      if ((old || tooMuch) && job.senders().isEmpty()) {
        count--;
        bytes -= job.bytes();
        remove(job);
      }
    }
  }

  /** Removes a job that has ended. */
  void remove(Job job) {
    table.remove(job);
    attachments.forget(job);
    disk.inOrder(
        () -> {
          job.folder().delete();
          return job;
        });
  }

  /** Removes uploads that weren't needed for long. */
  void sweepUploads() {
    var needed = table.uploadsNeeded();
    disk.soon(
        () -> {
          uploads.removeOlderThan(retention.age(), needed);
          return needed;
        });
  }
}
