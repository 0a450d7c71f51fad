package org.stylestream.compute.cpu;

/**
 * A block's input, pooled from the block below; and later the gradient with respect to it, which
 * takes its place row by row.
 */
interface PooledMap extends AutoCloseable {
  /** Some rows, to be read until the next call. */
  Tensor read(int first, int rows);

  /** Room for some rows, to be filled and then given to {@link #write} before the next call. */
  Tensor room(int first, int rows);

  /** Replaces the rows from {@code first} on. */
  void write(int first, Tensor rows);

  @Override
  void close();
}
