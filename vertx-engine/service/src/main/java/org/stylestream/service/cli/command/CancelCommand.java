package org.stylestream.service.cli.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.run.JobFailures;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.cli.terminal.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a job, whoever submitted it. */
@Command(
    name = "cancel",
    sortOptions = false,
    description = "Ends a job, whoever submitted it. Its image so far becomes its result.")
public final class CancelCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The job; 'stylestream jobs' lists them.")
  private String jobId;

  @Mixin private ClusterSettings cluster;

  public CancelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (ClusterSession session = ClusterSession.join(cluster)) {
      JobStatus status = Waiting.until(session.client().cancel(jobId), JobFailures::explained);
      surroundings
          .out()
          .println(
              status.state().isFinal()
                  ? "%s has ended: %s"
                      .formatted(jobId, status.state().name().toLowerCase(Locale.ROOT))
                  : "%s is being cancelled".formatted(jobId));
    }
    return ExitCode.DONE;
  }
}
