package org.stylestream.service.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.stylestream.compute.run.Iteration;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.message.Fault;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.JobRecord;

/** Logs what a running job does. */
final class RunRecorder implements JobRecord {
  private static final double NANOSECONDS = 1e9;

  private final Job job;
  private final long largestSent;
  private final Counters counters;
  private final Runnable logged;
  private final Consumer<RenderedPreview> previews;
  private long lastIteration = System.nanoTime();

  /**
   * @param largestSent bytes of the largest checkpoint that is sent; 0 to have clients read the
   *     files
   * @param logged called after each event, on the thread that added it
   * @param previews gets those that are wanted, on the device's thread
   */
  RunRecorder(
      Job job,
      long largestSent,
      Counters counters,
      Runnable logged,
      Consumer<RenderedPreview> previews) {
    this.job = job;
    this.largestSent = largestSent;
    this.counters = counters;
    this.logged = logged;
    this.previews = previews;
  }

  @Override
  public int lastProgress() {
    return job.history().lastProgress();
  }

  @Override
  public int lastKept() {
    return job.history().lastKept();
  }

  @Override
  public void add(JobEvent event) {
    log(event, () -> job.log().append(event));
  }

  @Override
  public void add(JobEvent event, Supplier<byte[]> frame) {
    byte[] bytes = frame.get();
    log(event, () -> job.log().append(event, bytes));
  }

  @Override
  public void settle() {}

  @Override
  public void addCheckpoint(int iteration, Path file, boolean forClient) {
    if (!forClient) {
      add(new JobEvent.Checkpointed(iteration, Optional.empty(), Optional.empty()));
      return;
    }
    JobEvent event = checkpointed(iteration, size(file));
    if (event.attachedFrame().isPresent() || largestSent == 0) {
      log(event, () -> job.log().append(event, file));
    } else {
      add(event);
    }
  }

  private JobEvent checkpointed(int iteration, long bytes) {
    return bytes <= largestSent
        ? new JobEvent.Checkpointed(
            iteration,
            Optional.of(new FrameReference(1, (int) bytes, 1, Datatype.U8)),
            Optional.empty())
        : new JobEvent.Checkpointed(iteration, Optional.empty(), Optional.of(bytes));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void log(JobEvent event, Callable<Long> append) {
    try {
      append.call();
    } catch (IOException e) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.STORAGE,
              "the engine can't write the job's log (%s); make room on its disk"
                  .formatted(e.getMessage())),
          e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    job.history().add(event);
    logged.run();
  }

  @Override
  public void look(Iteration iteration) {
    long now = System.nanoTime();
    counters.iterations.increment();
    counters.iterationSeconds.add((now - lastIteration) / NANOSECONDS);
    lastIteration = now;
    job.previews().see(iteration).ifPresent(previews);
  }
}
