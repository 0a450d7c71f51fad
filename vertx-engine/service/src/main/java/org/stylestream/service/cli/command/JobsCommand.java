package org.stylestream.service.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.run.JobFailures;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.StyleStreamClient.EngineJobs;
import picocli.CommandLine.Command;

/** Lists the jobs of a cluster's engines. */
@Command(
    name = "jobs",
    sortOptions = false,
    description = "Lists the jobs that the cluster's engines have, the newest of each first.")
public final class JobsCommand extends ClusterListing<EngineJobs> {
  private static final String ROW = "%-36s  %-9s  %-8s  %11s  %-16s  %s";

  public JobsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<EngineJobs> find(ClusterSession session) {
    return Waiting.until(session.client().jobs(), JobFailures::explained);
  }

  @Override
  List<String> rows(List<EngineJobs> engines) {
    List<String> rows = new ArrayList<>();
    rows.add(ROW.formatted("JOB", "STATE", "PRIORITY", "ITERATION", "HOST", "SUBMITTED"));
    for (EngineJobs engine : engines) {
      engine.jobs().forEach(job -> rows.add(row(job, engine.engine().host())));
    }
    return rows;
  }

  private static String row(JobStatus job, String host) {
    return ROW.formatted(
        job.jobId(),
        words(job.state()),
        words(job.priority()),
        iterations(job),
        host,
        Instant.ofEpochMilli(job.submittedMillis()));
  }

  private static String iterations(JobStatus job) {
    return job.plannedIterations() == 0
        ? ""
        : "%d/%d".formatted(job.iteration(), job.plannedIterations());
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  void write(JsonGenerator line, List<EngineJobs> engines) throws IOException {
    line.writeArrayFieldStart("jobs");
    for (EngineJobs engine : engines) {
      for (JobStatus job : engine.jobs()) {
        line.writeStartObject();
        line.writeStringField("job", job.jobId());
        line.writeStringField("engine", engine.engine().engineId());
        line.writeStringField("kind", job.kind());
        line.writeStringField("state", words(job.state()));
        line.writeStringField("priority", words(job.priority()));
        line.writeNumberField("position", job.position());
        line.writeNumberField("iteration", job.iteration());
        line.writeNumberField("plannedIterations", job.plannedIterations());
        line.writeNumberField("submittedMillis", job.submittedMillis());
        line.writeEndObject();
      }
    }
    line.writeEndArray();
  }
}
