package org.stylestream.compute.nd4j;

/**
 * A block's input, pooled from the block below; and later the gradient with respect to it, which
 * takes its place row by row.
 */
interface PooledMap extends AutoCloseable {
  /** Where some rows are while they are worked with; the place never changes. */
  MapRows place(int first, int rows);

  /** Has some rows be in their place until the next call. */
  void load(int first, int rows);

  /** Keeps rows that were put into their place. */
  void store(int first, int rows);

  @Override
  void close();
}
