package org.stylestream.service.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.stylestream.compute.run.Iteration;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.Fault;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.JobRecord;

/** Logs what a running job does, on the device's thread. */
final class RunRecorder implements JobRecord {
  private static final double NANOSECONDS = 1e9;

  private final Job job;
  private final Counters counters;
  private final Runnable logged;
  private final Consumer<RenderedPreview> previews;
  private long lastIteration = System.nanoTime();

  /**
   * @param logged called after each event, on the device's thread
   * @param previews gets those that are wanted, on the device's thread
   */
  RunRecorder(Job job, Counters counters, Runnable logged, Consumer<RenderedPreview> previews) {
    this.job = job;
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
  public void add(JobEvent event, byte[] frame) {
    log(event, () -> job.log().append(event, frame));
  }

  @Override
  public void add(JobEvent event, Path frame) {
    log(event, () -> job.log().append(event, frame));
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
