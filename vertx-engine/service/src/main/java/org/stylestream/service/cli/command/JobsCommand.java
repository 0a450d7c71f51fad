package org.stylestream.service.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.run.JobFailures;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.StyleStreamClient.EngineJobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the jobs of a cluster's engines. */
@Command(
    name = "jobs",
    sortOptions = false,
    description = "Lists the jobs that the cluster's engines have, the newest of each first.")
public final class JobsCommand implements Callable<Integer> {
  private static final String ROW = "%-36s  %-9s  %-8s  %11s  %-16s  %s";

  private final Surroundings surroundings;

  @Mixin private ClusterSettings cluster;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  public JobsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (ClusterSession session = ClusterSession.join(cluster)) {
      List<EngineJobs> jobs = Waiting.until(session.client().jobs(), JobFailures::explained);
      if (json) {
        surroundings.out().println(JsonLine.of(line -> write(line, jobs)));
      } else {
        print(jobs);
      }
    }
    return ExitCode.DONE;
  }

  private void print(List<EngineJobs> engines) {
    surroundings
        .out()
        .println(ROW.formatted("JOB", "STATE", "PRIORITY", "ITERATION", "HOST", "SUBMITTED"));
    for (EngineJobs engine : engines) {
      for (JobStatus job : engine.jobs()) {
        surroundings
            .out()
            .println(
                ROW.formatted(
                    job.jobId(),
                    words(job.state()),
                    words(job.priority()),
                    iterations(job),
                    engine.engine().host(),
                    Instant.ofEpochMilli(job.submittedMillis())));
      }
    }
  }

  private static String iterations(JobStatus job) {
    return job.plannedIterations() == 0
        ? ""
        : "%d/%d".formatted(job.iteration(), job.plannedIterations());
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void write(JsonGenerator line, List<EngineJobs> engines) throws IOException {
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
