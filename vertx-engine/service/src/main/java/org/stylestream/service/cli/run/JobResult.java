package org.stylestream.service.cli.run;

import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.event.QualityReport;
import org.stylestream.service.cli.terminal.ExitCode;

/**
 * What a job came to.
 *
 * @param outcome how it ended
 * @param explanation of the outcome, one sentence for the user
 * @param losses by iteration, as far as they are known
 * @param quality how far the result is from its content picture, where that is known
 * @param iterations done
 * @param evaluations of the objective
 * @param seconds that it took, those before it was resumed included
 */
public record JobResult(
    Outcome outcome,
    String explanation,
    SortedMap<Integer, LossReport> losses,
    Optional<QualityReport> quality,
    int iterations,
    int evaluations,
    double seconds) {
  /** How a job ended. */
  public enum Outcome {
    COMPLETED,
    STALLED,
    DIVERGED,
    CANCELLED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public JobResult {
    losses = Collections.unmodifiableSortedMap(new TreeMap<>(losses));
  }

  public static JobResult of(JobEvent.Completed event, SortedMap<Integer, LossReport> losses) {
    Outcome outcome =
        switch (event.ending()) {
          case FINISHED -> Outcome.COMPLETED;
          case STALLED -> Outcome.STALLED;
          case DIVERGED -> Outcome.DIVERGED;
        };
    return new JobResult(
        outcome,
        event.explanation(),
        losses,
        event.quality(),
        event.iterations(),
        event.evaluations(),
        event.seconds());
  }

  public static JobResult of(JobEvent.Cancelled event, SortedMap<Integer, LossReport> losses) {
    String when =
        losses.isEmpty()
            ? "Cancelled before the start was evaluated"
            : "Cancelled after iteration %d".formatted(event.iterations());
    return new JobResult(
        Outcome.CANCELLED,
        event.cause() == JobEvent.Cancelled.Cause.CLIENT_LOST
            ? when + ", because its engine heard nothing of its client for longer than the lease."
            : when + ".",
        losses,
        Optional.empty(),
        event.iterations(),
        event.evaluations(),
        event.seconds());
  }

  /** The loss of the last iteration. */
  Optional<LossReport> loss() {
    return losses.isEmpty() ? Optional.empty() : Optional.of(losses.get(losses.lastKey()));
  }

  /** The exit code that tells how the job ended. */
  int exitCode() {
    return switch (outcome) {
      case COMPLETED, STALLED -> ExitCode.DONE;
      case DIVERGED -> ExitCode.FAILED;
      case CANCELLED -> ExitCode.INTERRUPTED;
    };
  }
}
