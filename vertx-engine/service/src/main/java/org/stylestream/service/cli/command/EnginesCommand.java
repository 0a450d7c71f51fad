package org.stylestream.service.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Command;

/** Lists the engines of a cluster. */
@Command(
    name = "engines",
    sortOptions = false,
    description =
        "Lists the engines of the cluster: where, on what, with which networks, how busy.")
public final class EnginesCommand extends ClusterListing<EngineAnnouncement> {
  private static final String ROW = "%-36s  %-16s  %7s  %6s  %-20s  %s";

  public EnginesCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<EngineAnnouncement> find(ClusterSession session) {
    return session.engines().stream()
        .sorted(
            Comparator.comparing(EngineAnnouncement::host)
                .thenComparing(EngineAnnouncement::engineId))
        .toList();
  }

  @Override
  List<String> rows(List<EngineAnnouncement> engines) {
    List<String> rows = new ArrayList<>();
    rows.add(ROW.formatted("ENGINE", "HOST", "RUNNING", "QUEUED", "NETWORKS", "DEVICES"));
    engines.forEach(engine -> rows.add(row(engine)));
    return rows;
  }

  private static String row(EngineAnnouncement engine) {
    return ROW.formatted(
        engine.engineId(),
        engine.host(),
        "%d/%d".formatted(engine.running(), engine.slots()),
        engine.draining() ? "closed" : String.valueOf(engine.queued()),
        String.join(", ", engine.networks()),
        engine.devices().stream()
            .map(device -> "%s: %s".formatted(device.id(), device.name()))
            .collect(Collectors.joining("; ")));
  }

  @Override
  void write(JsonGenerator line, List<EngineAnnouncement> engines) throws IOException {
    line.writeArrayFieldStart("engines");
    for (EngineAnnouncement engine : engines) {
      line.writeStartObject();
      line.writeStringField("engine", engine.engineId());
      line.writeStringField("host", engine.host());
      line.writeStringField("program", engine.program());
      JsonLine.strings(line, "deviceIds", engine.devices().stream().map(DeviceFacts::id).toList());
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
