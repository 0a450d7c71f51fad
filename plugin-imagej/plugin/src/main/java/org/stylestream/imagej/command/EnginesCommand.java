package org.stylestream.imagej.command;

import java.util.List;
import java.util.stream.Collectors;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.options.EngineOptions;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineAnnouncement;

/** The command that chooses where pictures are made, and shows which engines there are. */
public final class EnginesCommand {
  /** What it does. */
  public static final String SUMMARY =
      "Chooses where pictures are made, connects to it, and lists the engines there.";

  private EnginesCommand() {}

  /** The command. */
  public static PluginCommand of(EngineAccess engines) {
    return new OptionsCommand(
        "engines",
        EngineOptions.TABLE,
        SUMMARY,
        values -> now(engines.known()),
        new EngineConnecting(engines));
  }

  private static String now(List<EngineAnnouncement> engines) {
    return engines.isEmpty()
        ? "No engine is connected yet; the first run connects to one."
        : engines.stream()
            .map(EnginesCommand::line)
            .collect(Collectors.joining("\n", "Now:\n", ""));
  }

  /** An engine in words. */
  static String line(EngineAnnouncement engine) {
    return "%s on %s: %d of %d running, %d waiting; networks %s"
        .formatted(
            devices(engine),
            engine.host(),
            engine.running(),
            engine.slots(),
            engine.queued(),
            String.join(", ", engine.networks()));
  }

  /** Its devices in words. */
  static String devices(EngineAnnouncement engine) {
    return engine.devices().stream().map(DeviceFacts::name).collect(Collectors.joining("; "));
  }
}
