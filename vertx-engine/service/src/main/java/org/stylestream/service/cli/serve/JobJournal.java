package org.stylestream.service.cli.serve;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.engine.JobWatcher;

/** Logs what becomes of an engine's jobs, one line each time. */
public final class JobJournal implements JobWatcher {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Progress progress;

  public JobJournal(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void changed(JobStatus status) {
    progress.say(
        "%s job %s %s%s"
            .formatted(
                LocalTime.now().format(TIME),
                status.jobId(),
                status.state().name().toLowerCase(Locale.ROOT),
                status.state().isFinal() ? ", iteration %d".formatted(status.iteration()) : ""));
  }
}
