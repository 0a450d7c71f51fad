package org.stylestream.service.engine;

import java.time.Duration;

/** When an engine's event loop last turned, and when it was last reached at its own address. */
final class Pulse {
  private static final long LONGEST_BEAT = Duration.ofSeconds(10).toNanos();
  private static final long LONGEST_SILENCE = Duration.ofSeconds(15).toNanos();

  private volatile long beat = System.nanoTime();
  private volatile long reached = System.nanoTime() - 2 * LONGEST_SILENCE;

  void beat() {
    beat = System.nanoTime();
  }

  void reached() {
    reached = System.nanoTime();
  }

  boolean isBeating() {
    return System.nanoTime() - beat < LONGEST_BEAT;
  }

  boolean isReachable() {
    return System.nanoTime() - reached < LONGEST_SILENCE;
  }
}
