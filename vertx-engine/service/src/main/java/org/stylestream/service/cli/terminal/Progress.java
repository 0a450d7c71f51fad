package org.stylestream.service.cli.terminal;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Shows how far something is: on a terminal as one line that is overwritten up to ten times a
 * second, elsewhere as a line every ten per cent or ten seconds.
 */
public final class Progress {
  /** How much is shown. */
  enum Style {
    NONE,
    LINES,
    TERMINAL
  }

  private static final long TERMINAL_NANOS = 100_000_000L;
  private static final long LINES_NANOS = 10_000_000_000L;
  private static final int BAR = 20;
  private static final int STEPS = 10;

  private final PrintStream stream;
  private final Style style;
  private final LongSupplier nanos;
  private long shownAt;
  private int shownStep = -1;
  private int shownLength;

  Progress(PrintStream stream, Style style, LongSupplier nanos) {
    this.stream = stream;
    this.style = style;
    this.nanos = nanos;
  }

  /** As these surroundings allow. */
  public static Progress in(Surroundings surroundings, boolean quiet) {
    Style loud = surroundings.terminal() ? Style.TERMINAL : Style.LINES;
    return new Progress(surroundings.err(), quiet ? Style.NONE : loud, System::nanoTime);
  }

  /** One that shows nothing. */
  public static Progress silent() {
    return new Progress(System.err, Style.NONE, System::nanoTime);
  }

  /** Prints a line that stays. */
  public void say(String line) {
    if (style == Style.NONE) {
      return;
    }
    clear();
    stream.println(line);
  }

  /** Shows that {@code done} of {@code total} is done, if it is time to. */
  public void show(long done, long total, String text) {
    if (style == Style.NONE) {
      return;
    }
    int step = (int) (done * STEPS / Math.max(1, total));
    if (!due(done, total, step)) {
      return;
    }
    shownStep = step;
    shownAt = nanos.getAsLong();
    if (style == Style.TERMINAL) {
      overwrite("[%s] %s".formatted(bar(done, total), text));
    } else {
      stream.println(text);
    }
    stream.flush();
  }

  /** Ends what {@link #show} showed, so that something else can be shown. */
  public void end() {
    clear();
    shownStep = -1;
  }

  private boolean due(long done, long total, int step) {
    if (shownStep < 0 || done >= total) {
      return true;
    }
    long since = nanos.getAsLong() - shownAt;
    return style == Style.TERMINAL
        ? since >= TERMINAL_NANOS
        : step > shownStep || since >= LINES_NANOS;
  }

  private static String bar(long done, long total) {
    int full = (int) Math.min(BAR, done * BAR / Math.max(1, total));
    return "#".repeat(full) + ".".repeat(BAR - full);
  }

  private void overwrite(String line) {
    stream.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
    shownLength = line.length();
  }

  private void clear() {
    if (shownLength > 0) {
      overwrite("");
      stream.print("\r");
      stream.flush();
    }
  }
}
