package org.stylestream.service.engine;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.LossReport;

/** What a job's events come to. Written by whoever logs an event, read by any thread. */
final class JobHistory {
  private final LossTrace losses = new LossTrace();
  private int lastProgress = -1;
  private int lastKept = -1;
  private int plannedIterations;
  private double seconds;
  private boolean begun;
  private Optional<JobEvent> ending = Optional.empty();

  synchronized void add(JobEvent event) {
    if (event instanceof JobEvent.Accepted accepted) {
      begun = true;
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

  /** How long the run will go on, by what it has taken so far; nothing is known before that. */
  synchronized double secondsLeft() {
    return lastProgress < 1
        ? Double.POSITIVE_INFINITY
        : seconds / lastProgress * (plannedIterations - lastProgress);
  }

  /** Whether a device has ever begun the job. */
  synchronized boolean hasBegun() {
    return begun;
  }

  synchronized List<LossReport> losses(int from, int most) {
    return losses.reports(from, most);
  }

  /** The final event, once there is one. */
  synchronized Optional<JobEvent> ending() {
    return ending;
  }
}
