package org.stylestream.gpucheck;

/**
 * How something is measured.
 *
 * @param iterations of a round, after those to warm up
 * @param rounds whose median counts
 * @param seconds after which no further round is begun
 */
record Rounds(int iterations, int rounds, int seconds) {
  /** Iterations before those that are measured. */
  static final int WARM_UP = 10;

  /** Fewer iterations the larger the picture is. */
  static Rounds of(int side) {
    int larger = Math.max(512, side) / 512;
    return new Rounds(Math.max(20, 100 / (larger * larger)), 3, 6);
  }
}
