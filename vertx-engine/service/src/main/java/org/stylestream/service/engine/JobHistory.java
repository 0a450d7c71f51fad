package org.stylestream.service.engine;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.message.JobState;

/** What a job's events come to. Written by whoever logs an event, read by any thread. */
final class JobHistory {
  private final LossTrace losses = new LossTrace();
  private int lastProgress = -1;
  private int lastKept = -1;
  private int plannedIterations;
  private double seconds;
  private Optional<String> device = Optional.empty();
  private Optional<JobEvent> ending = Optional.empty();

  synchronized void add(JobEvent event) {
    if (event instanceof JobEvent.Accepted accepted) {
      device = Optional.of(accepted.device().id());
      plannedIterations = accepted.plannedIterations();
    } else if (event instanceof JobEvent.Progress progress) {
      lastProgress = progress.iteration();
      plannedIterations = progress.plannedIterations();
      seconds = progress.seconds();
      losses.add(progress.loss());
    } else if (event instanceof JobEvent.Kept kept) {
      lastKept = kept.iteration();
    } else if (event.isFinal()) {
      ending = Optional.of(event);
    }
  }

  /** The last iteration whose progress was logged; -1 for none. */
  synchronized int lastProgress() {
    return lastProgress;
  }

  /** The last iteration whose frame was kept; -1 for none. */
  synchronized int lastKept() {
    return lastKept;
  }

  /** Iterations of the run; 0 before it is known. */
  synchronized int plannedIterations() {
    return plannedIterations;
  }

  /** How long the run will go on, by what it has taken so far; 0 before anything is known. */
  synchronized double secondsLeft() {
    return lastProgress < 1 ? 0 : seconds / lastProgress * (plannedIterations - lastProgress);
  }

  /** Whether a device has ever begun the job. */
  synchronized boolean hasBegun() {
    return device.isPresent();
  }

  /** The id of the device that the job was on last; empty if none has ever begun it. */
  synchronized Optional<String> device() {
    return device;
  }

  synchronized List<LossReport> losses(int from, int most) {
    return losses.reports(from, most);
  }

  /** The state that the job has ended in, once it has. */
  synchronized Optional<JobState> endState() {
    return ending.map(JobHistory::state);
  }

  private static JobState state(JobEvent ending) {
    if (ending instanceof JobEvent.Completed) {
      return JobState.COMPLETED;
    }
    return ending instanceof JobEvent.Failed ? JobState.FAILED : JobState.CANCELLED;
  }

  /** The final event, once there is one. */
  synchronized Optional<JobEvent> ending() {
    return ending;
  }
}
