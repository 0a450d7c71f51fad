package org.stylestream.service.cli.batch;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one engine does of a batch, and has done. */
public final class EngineTally {
  private final String name;
  private final Map<String, String> running = new LinkedHashMap<>();
  private int done;
  private long iterations;
  private double seconds;

  EngineTally(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void see(String picture, int iteration, int planned) {
    running.put(picture, "%s %d/%d".formatted(picture, iteration, planned));
  }

  void drop(String picture) {
    running.remove(picture);
  }

  void finish(String picture, int itsIterations, double itsSeconds) {
    running.remove(picture);
    done++;
    iterations += itsIterations;
    seconds += itsSeconds;
  }

  /** The line of progress. */
  String line() {
    return "%s: %d done%s%s"
        .formatted(name, done, running.isEmpty() ? "" : "; ", String.join(", ", running.values()));
  }

  int done() {
    return done;
  }

  long iterations() {
    return iterations;
  }

  double seconds() {
    return seconds;
  }
}
