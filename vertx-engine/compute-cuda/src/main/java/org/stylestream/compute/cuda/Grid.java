package org.stylestream.compute.cuda;

/**
 * How many blocks of {@link Gpu#THREADS} threads a kernel runs in.
 *
 * @param columns at least 1
 * @param rows from 1 to 65,535
 */
public record Grid(int columns, int rows) {
  /** More blocks than any GPU runs at once; threads of fewer blocks than elements take turns. */
  private static final long MOST_COLUMNS = 1 << 20;

  /** The kernels that sum have each thread look at so many elements, where there are enough. */
  private static final int SUMMED_BY_THREAD = 8;

  private static final int MOST_SUMS = 1024;

  /** A thread for each of {@code elements}. */
  static Grid of(long elements) {
    return of(elements, 1);
  }

  /** A thread for each of {@code elements} of a row. */
  static Grid of(long elements, int rows) {
    return new Grid((int) Math.max(1, Math.min(MOST_COLUMNS, blocks(elements))), rows);
  }

  /** For sums over {@code elements}; it depends on nothing else. */
  static Grid ofSum(long elements, int rows) {
    long blocks = blocks((elements + SUMMED_BY_THREAD - 1) / SUMMED_BY_THREAD);
    return new Grid((int) Math.max(1, Math.min(MOST_SUMS, blocks)), rows);
  }

  private static long blocks(long threads) {
    return (threads + Gpu.THREADS - 1) / Gpu.THREADS;
  }
}
