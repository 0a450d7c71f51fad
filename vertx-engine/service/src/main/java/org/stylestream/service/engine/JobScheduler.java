package org.stylestream.service.engine;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobState;

/** Brings jobs onto devices and to their ends, on the engine's event loop. */
final class JobScheduler {
  private static final double NANOSECONDS = 1e9;

  /** Of the latest run in the mean of all runs. */
  private static final double SHARE_OF_LATEST = 0.3;

  private static final double FIRST_GUESS_SECONDS = 5;

  private final String engineId;
  private final Context context;
  private final Disk disk;
  private final JobTable table;
  private final List<DeviceThread> devices;
  private final long largestSent;
  private final UploadStore uploads;
  private final Attachments attachments;
  private final Counters counters;
  private final JobWatcher watcher;
  private final Runnable changed;
  private final Set<DeviceThread> idle;
  private double meanRunSeconds = FIRST_GUESS_SECONDS;
  private boolean stopped;

  /**
   * @param largestSent bytes of the largest checkpoint that is sent to a client
   * @param changed called when the engine has more or less to do
   */
  JobScheduler(
      String engineId,
      Context context,
      Disk disk,
      JobTable table,
      List<DeviceThread> devices,
      long largestSent,
      UploadStore uploads,
      Attachments attachments,
      Counters counters,
      JobWatcher watcher,
      Runnable changed) {
    this.engineId = engineId;
    this.context = context;
    this.disk = disk;
    this.table = table;
    this.devices = devices;
    this.largestSent = largestSent;
    this.uploads = uploads;
    this.attachments = attachments;
    this.counters = counters;
    this.watcher = watcher;
    this.changed = changed;
    this.idle = new LinkedHashSet<>(devices);
  }

  /** Makes a new job wait for a device. */
  void enqueue(Job job) {
    setState(job, JobState.QUEUED);
    int place = table.queue().size() + 1;
    disk.inOrder(
            () -> {
              JobEvent queued = new JobEvent.Queued(place);
              long sequence = job.log().append(queued);
              job.history().add(queued);
              return sequence;
            })
        .onSuccess(sequence -> queued(job))
        .onFailure(e -> fail(job, storage(e)));
  }

  private void queued(Job job) {
    attachments.pump(job);
    if (job.isEnding()) {
      return;
    }
    table.queue().add(job);
    startNext();
  }

  static Fault storage(Throwable e) {
    return Fault.of(
        Fault.Code.STORAGE,
        "the engine can't write the job's log (%s); make room on its disk"
            .formatted(e.getMessage()));
  }

  /** Makes a job wait that was begun before, ahead of others. */
  void enqueueAgain(Job job) {
    setState(job, JobState.QUEUED);
    table.queue().addFirst(job);
    startNext();
  }

  private void startNext() {
    if (stopped) {
      return;
    }
    for (DeviceThread device : List.copyOf(idle)) {
      table.queue().next(job -> job.fits(device)).ifPresent(job -> start(job, device));
    }
    changed.run();
  }

  private void start(Job job, DeviceThread device) {
    idle.remove(device);
    counters.begun.increment();
    counters.waitSeconds.add(secondsSince(job.since()));
    setState(job, JobState.RUNNING);
    AtomicBoolean told = new AtomicBoolean();
    Runnable logged =
        () -> {
          if (told.compareAndSet(false, true)) {
            context.runOnContext(
                then -> {
                  told.set(false);
                  attachments.pump(job);
                });
          }
        };
    RunRecorder recorder =
        new RunRecorder(
            job,
            largestSent,
            counters,
            logged,
            preview -> context.runOnContext(then -> attachments.offer(job, preview)));
    device.run(
        new JobExecution(
            engineId,
            job,
            device.devices(job.submit()),
            uploads,
            new BackgroundRecord(job.id(), recorder),
            () -> context.runOnContext(then -> stoppedRunning(job, device))));
  }

  private void stoppedRunning(Job job, DeviceThread device) {
    idle.add(device);
    double seconds = secondsSince(job.since());
    counters.stopped.increment();
    counters.runSeconds.add(seconds);
    if (job.history().ending().isPresent()) {
      meanRunSeconds += SHARE_OF_LATEST * (seconds - meanRunSeconds);
      ended(job);
    } else if (job.shortage().isPresent()) {
      goElsewhere(job, device, job.shortage().get());
    } else if (job.stop() == Job.Stop.SUSPEND) {
      setState(job, JobState.QUEUED);
    } else {
      fail(job, Fault.of(Fault.Code.INTERNAL, "the job ended without saying how"));
    }
    startNext();
  }

  private void goElsewhere(Job job, DeviceThread device, Fault shortage) {
    if (job.leave(device)) {
      enqueueAgain(job);
    } else {
      fail(job, shortage);
    }
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / NANOSECONDS;
  }

  private void ended(Job job) {
    JobState state = job.state();
    counter(state).increment();
    setState(job, state);
    table.hasEnded(job);
    attachments.pump(job);
    disk.inOrder(() -> settle(job)).onSuccess(job::bytes);
    changed.run();
  }

  private LongAdder counter(JobState ended) {
    return switch (ended) {
      case COMPLETED -> counters.completed;
      case FAILED -> counters.failed;
      case CANCELLED -> counters.cancelled;
      case UPLOADING, QUEUED, RUNNING -> throw new IllegalStateException("no end: " + ended);
    };
  }

  /** Leaves what a client may still want of a job that has ended; its bytes. */
  private static long settle(Job job) throws IOException {
    job.folder().release();
    return job.folder().bytes();
  }

  /** Ends a job for good; one that runs gets there by itself. */
  void cancel(Job job, JobEvent.Cancelled.Cause cause) {
    if (job.state().isFinal() || job.isEnding()) {
      return;
    }
    job.cancel(cause);
    // One that has begun goes to a device once more, for its image so far.
    if (job.state() != JobState.RUNNING && !job.history().hasBegun()) {
      endUnbegun(job, new JobEvent.Cancelled(0, 0, 0, cause, Optional.empty()));
    }
  }

  /** Ends a job that can't begin. */
  void fail(Job job, Fault fault) {
    if (!job.state().isFinal() && !job.isEnding()) {
      endUnbegun(job, new JobEvent.Failed(fault));
    }
  }

  private void endUnbegun(Job job, JobEvent event) {
    job.beginEnding();
    table.queue().remove(job);
    disk.inOrder(
            () -> {
              new FinalEvent(job).log(event);
              return event;
            })
        .onSuccess(logged -> ended(job));
  }

  private void setState(Job job, JobState state) {
    job.state(state);
    watcher.changed(table.status(job));
  }

  int running() {
    return devices.size() - idle.size();
  }

  /** When a place may be free, in milliseconds, by the runs of late. */
  int retryAfterMillis() {
    double seconds = meanRunSeconds / devices.size();
    return (int) Math.min(60_000, Math.max(250, 1000 * seconds));
  }

  /** Begins no more jobs, and suspends those that would run longer than this. */
  void stop(double seconds) {
    stopped = true;
    for (Job job : table.in(JobState.RUNNING)) {
      if (job.history().secondsLeft() > seconds) {
        job.suspend();
      }
    }
  }

  /** Suspends all jobs that run; done when the devices' threads have ended. */
  Future<Void> end() {
    stop(-1);
    List<Future<Void>> ends = new ArrayList<>();
    for (DeviceThread device : devices) {
      Promise<Void> ended = Promise.promise();
      device.end(() -> context.runOnContext(then -> ended.complete()));
      ends.add(ended.future());
    }
    return Future.join(ends).mapEmpty();
  }
}
