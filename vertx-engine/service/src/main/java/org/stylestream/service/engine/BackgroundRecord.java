package org.stylestream.service.engine;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.stylestream.compute.run.Iteration;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.service.job.JobRecord;

/**
 * Records on a thread of its own, in order, so that a device needn't wait for the disk or until a
 * frame is encoded: it computes the next iteration meanwhile. What fails there is thrown by what is
 * called next, once, and what was added behind it isn't recorded; a run that can go on in less
 * memory then may. One thread may use it.
 */
final class BackgroundRecord implements JobRecord, AutoCloseable {
  private final JobRecord record;
  private final ExecutorService thread;
  private CompletableFuture<Void> last = nothing();

  /**
   * @param record called by one thread at a time
   */
  BackgroundRecord(String jobId, JobRecord record) {
    this.record = record;
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "stylestream-record-" + jobId);
              made.setDaemon(true);
              return made;
            });
  }

  private static CompletableFuture<Void> nothing() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public int lastProgress() {
    settle();
    return record.lastProgress();
  }

  @Override
  public int lastKept() {
    settle();
    return record.lastKept();
  }

  @Override
  public void add(JobEvent event) {
    then(() -> record.add(event));
  }

  /** One frame at a time waits here, as it may be large. */
  @Override
  public void add(JobEvent event, Supplier<byte[]> frame) {
    settle();
    then(() -> record.add(event, frame));
  }

  private void then(Runnable task) {
    last = last.thenRunAsync(task, thread);
  }

  @Override
  public void addCheckpoint(int iteration, Path file, boolean forClient) {
    settle();
    record.addCheckpoint(iteration, file, forClient);
  }

  @Override
  public void look(Iteration iteration) {
    record.look(iteration);
  }

  @Override
  public void settle() {
    try {
      last.join();
    } catch (CompletionException e) {
      last = nothing();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits until what was added is recorded, or has failed. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
