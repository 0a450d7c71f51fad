package org.stylestream.compute.cuda;

/**
 * A block's input, pooled from the block below; and later the gradient with respect to it, which
 * takes its place row by row.
 */
interface PooledMap extends AutoCloseable {
  /** Address of some rows, to be read until the next call. */
  long read(int first, int rows);

  /** Room for some rows, to be filled and then given to {@link #write} before the next call. */
  long room(int first, int rows);

  /**
   * Replaces rows.
   *
   * @param source their address
   */
  void write(int first, int rows, long source);

  @Override
  void close();
}
