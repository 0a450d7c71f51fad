package org.stylestream.service.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the engines of a cluster. */
@Command(
    name = "engines",
    sortOptions = false,
    description =
        "Lists the engines of the cluster: where, on what, with which networks, how busy.")
public final class EnginesCommand implements Callable<Integer> {
  private static final String ROW = "%-36s  %-16s  %7s  %6s  %-20s  %s";

  private final Surroundings surroundings;

  @Mixin private ClusterSettings cluster;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  public EnginesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (ClusterSession session = ClusterSession.join(cluster)) {
      List<EngineAnnouncement> engines =
          session.engines().stream()
              .sorted(
                  Comparator.comparing(EngineAnnouncement::host)
                      .thenComparing(EngineAnnouncement::engineId))
              .toList();
      if (json) {
        surroundings.out().println(JsonLine.of(line -> write(line, engines)));
      } else {
        print(engines);
      }
    }
    return ExitCode.DONE;
  }

  private void print(List<EngineAnnouncement> engines) {
    surroundings
        .out()
        .println(ROW.formatted("ENGINE", "HOST", "RUNNING", "QUEUED", "NETWORKS", "DEVICES"));
    for (EngineAnnouncement engine : engines) {
      surroundings
          .out()
          .println(
              ROW.formatted(
                  engine.engineId(),
                  engine.host(),
                  "%d/%d".formatted(engine.running(), engine.slots()),
                  engine.draining() ? "closed" : String.valueOf(engine.queued()),
                  String.join(", ", engine.networks()),
                  engine.devices().stream()
                      .map(DeviceFacts::name)
                      .collect(Collectors.joining("; "))));
    }
  }

  private static void write(JsonGenerator line, List<EngineAnnouncement> engines)
      throws IOException {
    line.writeArrayFieldStart("engines");
    for (EngineAnnouncement engine : engines) {
      line.writeStartObject();
      line.writeStringField("engine", engine.engineId());
      line.writeStringField("host", engine.host());
      line.writeStringField("program", engine.program());
      JsonLine.strings(line, "devices", engine.devices().stream().map(DeviceFacts::name).toList());
      JsonLine.strings(line, "networks", engine.networks());
      line.writeNumberField("slots", engine.slots());
      line.writeNumberField("running", engine.running());
      line.writeNumberField("queued", engine.queued());
      line.writeNumberField("queueLimit", engine.queueLimit());
      line.writeBooleanField("draining", engine.draining());
      if (engine.http().isPresent()) {
        line.writeStringField("http", engine.http().get());
      }
      line.writeEndObject();
    }
    line.writeEndArray();
  }
}
