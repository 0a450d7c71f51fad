package org.stylestream.compute.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.device.OutOfDeviceMemoryException;

/**
 * Native memory of one owner, as rows of {@link #ROW} numbers that zeros fill up, so that it can be
 * summed row by row. All other arrays over it are views, made once and kept; they end with it.
 */
final class NativeFloats implements AutoCloseable {
  /** Numbers of which one sum is made. */
  static final int ROW = 4096;

  /** Rows that are summed at once. */
  static final int BLOCK_ROWS = 64;

  private final INDArray rows;
  private final int length;
  private final INDArray flat;
  private final INDArray[] blocks;

  /**
   * Zeros.
   *
   * @param length at least 1
   * @throws OutOfDeviceMemoryException if ND4J has no room for them; where that is the processor's
   *     memory, {@link OutOfMemoryError}
   */
  NativeFloats(long length) {
    this.length = Math.toIntExact(length);
    long count = (length + ROW - 1) / ROW;
    rows = allocate(count);
    rows.assign(0);
    flat = view('c', length);
    blocks = new INDArray[Math.toIntExact((count + BLOCK_ROWS - 1) / BLOCK_ROWS)];
    for (int i = 0; i < blocks.length; i++) {
      long from = (long) i * BLOCK_ROWS;
      long[] shape = {Math.min(BLOCK_ROWS, count - from), ROW};
      blocks[i] = Nd4j.create(rows.data(), shape, new long[] {ROW, 1}, from * ROW, 'c');
    }
  }

  private static INDArray allocate(long rows) {
    try {
      return Nd4j.createUninitializedDetached(DataType.FLOAT, rows, ROW);
    } catch (RuntimeException e) {
      throw new OutOfDeviceMemoryException(
          "ND4J has no memory for %,d numbers: %s".formatted(rows * ROW, e.getMessage()), e);
    }
  }

  int length() {
    return length;
  }

  /** All numbers, of rank 1. */
  INDArray flat() {
    return flat;
  }

  /** The first numbers in a shape of their own. */
  INDArray view(char order, long... shape) {
    return viewAt(0, order, shape);
  }

  /** Numbers from an offset on in a shape of their own. */
  INDArray viewAt(long offset, char order, long... shape) {
    return Nd4j.create(rows.data(), shape, Nd4j.getStrides(shape, order), offset, order);
  }

  /** Numbers from an offset on that don't lie side by side. */
  INDArray strided(long offset, long[] shape, long[] strides) {
    return Nd4j.create(rows.data(), shape, strides, offset, 'c');
  }

  /** So many numbers from an offset on, of rank 1. */
  INDArray part(long offset, long count) {
    return viewAt(offset, 'c', count);
  }

  /** At most {@link #BLOCK_ROWS} rows each; the last ends with zeros. */
  INDArray[] blocks() {
    return blocks;
  }

  @Override
  public void close() {
    rows.close();
  }

  /** Bytes that so many numbers take. */
  static long bytes(long length) {
    return (length + ROW - 1) / ROW * ROW * Float.BYTES;
  }
}
