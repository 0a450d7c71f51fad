package org.stylestream.service.cli.command;

import org.stylestream.compute.device.CancelledException;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.run.JobFailures;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission;

/** A job that is given to the engines of a cluster and left alone. */
final class DetachedJob {
  private final JobSubmission job;

  DetachedJob(JobSubmission job) {
    this.job = job;
  }

  /** Submits it, and tells its id. */
  int submit(Surroundings surroundings, ClusterSettings cluster, ReportOptions report) {
    try (ClusterSession session = ClusterSession.join(cluster)) {
      JobHandle handle =
          Waiting.until(
              session.client().submit(job, (sequence, event, frame) -> {}),
              surroundings.cancellation(),
              DetachedJob::giveUp,
              JobFailures::explained);
      Waiting.until(handle.detach(), JobFailures::explained);
      surroundings.out().println(report.json() ? json(handle) : handle.jobId());
    }
    return ExitCode.DONE;
  }

  private static void giveUp() {
    throw new CancelledException();
  }

  private static String json(JobHandle handle) {
    return JsonLine.of(
        line -> {
          line.writeStringField("job", handle.jobId());
          line.writeStringField("engine", handle.engineId());
        });
  }
}
