package org.stylestream.service.cli.batch;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows a batch: on a terminal one line an engine, overwritten up to five times a second; elsewhere
 * a line a picture. Any thread may tell it.
 */
public final class BatchDisplay {
  private static final long NANOS = 200_000_000L;
  private static final int WIDTH = 100;
  private static final String ROW = "%-30s  %8s  %10s  %9s";

  /** How much is shown. */
  public enum Style {
    NONE,
    LINES,
    TERMINAL
  }

  private final PrintStream stream;
  private final Style style;
  private final int total;
  private final LongSupplier nanos;
  private final Map<String, EngineTally> engines = new LinkedHashMap<>();
  private int ended;
  private int drawn;
  private long drawnAt;

  /**
   * @param total pictures to do
   * @param nanos the time
   */
  public BatchDisplay(PrintStream stream, Style style, int total, LongSupplier nanos) {
    this.stream = stream;
    this.style = style;
    this.total = total;
    this.nanos = nanos;
  }

  /**
   * A picture has come to an iteration.
   *
   * @param engineName for people
   */
  public synchronized void see(
      String engineId, String engineName, String picture, int iteration, int planned) {
    engines.values().forEach(engine -> engine.drop(picture));
    engine(engineId, engineName).see(picture, iteration, planned);
    draw(false);
  }

  /** A picture is written. */
  public synchronized void finish(
      String engineId, String engineName, String picture, int iterations, double seconds) {
    engine(engineId, engineName).finish(picture, iterations, seconds);
    ended++;
    say(
        "[%d/%d] %s: %d iterations in %.1f s on %s"
            .formatted(ended, total, picture, iterations, seconds, engineName));
  }

  /** A picture was done before. */
  public synchronized void skip(String picture) {
    ended++;
    say("[%d/%d] %s: done before".formatted(ended, total, picture));
  }

  /** A picture has failed. */
  public synchronized void fail(String picture, String why, boolean again) {
    engines.values().forEach(engine -> engine.drop(picture));
    if (!again) {
      ended++;
    }
    say("%s failed%s: %s".formatted(picture, again ? " and is tried once more" : "", why));
  }

  private EngineTally engine(String id, String name) {
    return engines.computeIfAbsent(id, key -> new EngineTally(name));
  }

  private void say(String line) {
    if (style == Style.NONE) {
      return;
    }
    erase();
    stream.println(line);
    draw(true);
  }

  /** Ends the lines that are overwritten. */
  public synchronized void end() {
    erase();
    stream.flush();
  }

  private void draw(boolean atOnce) {
    if (style != Style.TERMINAL || !atOnce && nanos.getAsLong() - drawnAt < NANOS) {
      return;
    }
    erase();
    for (EngineTally engine : engines.values()) {
      String line = engine.line();
      stream.println(line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line);
    }
    drawn = engines.size();
    drawnAt = nanos.getAsLong();
    stream.flush();
  }

  /** Goes up to where the lines begin, and clears from there (ECMA-48: CUU and ED). */
  private void erase() {
    if (drawn > 0) {
      stream.print("\u001b[%dA\u001b[J".formatted(drawn));
      drawn = 0;
    }
  }

  /** What each engine has done. */
  public synchronized List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("ENGINE", "PICTURES", "ITERATIONS", "SECONDS"));
    for (EngineTally engine : engines.values()) {
      lines.add(
          String.format(
              Locale.ROOT,
              ROW,
              engine.name(),
              engine.done(),
              engine.iterations(),
              String.format(Locale.ROOT, "%.1f", engine.seconds())));
    }
    return lines;
  }
}
