package org.stylestream.imagej.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an engine's process says when it is ready.
 *
 * @param engineId of its engine
 * @param port that its event bus listens on
 */
record EngineReady(String engineId, int port) {
  private static final Pattern FORM = Pattern.compile("engine (\\S+) at port (\\d+)");

  /** Reads what {@link #line} writes; empty for other lines, as Java's own warnings are. */
  static Optional<EngineReady> parse(String line) {
    Matcher form = FORM.matcher(line);
    return form.matches()
        ? Optional.of(new EngineReady(form.group(1), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  String line() {
    return "engine %s at port %d".formatted(engineId, port);
  }
}
