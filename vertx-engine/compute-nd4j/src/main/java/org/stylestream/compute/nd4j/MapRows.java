package org.stylestream.compute.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows of a map in a buffer; an element's channels lie side by side.
 *
 * @param buffer where they are
 * @param offset of the first row's first number
 * @param rows number of rows
 * @param width positions in a row
 * @param channels of a position
 */
record MapRows(NativeFloats buffer, long offset, int rows, int width, int channels) {
  /** Rows at a buffer's beginning. */
  static MapRows of(NativeFloats buffer, int rows, int width, int channels) {
    return new MapRows(buffer, 0, rows, width, channels);
  }

  /** Some of these rows. */
  MapRows part(int first, int count) {
    return new MapRows(buffer, offset + first * rowLength(), count, width, channels);
  }

  /** As many rows in the same place of another buffer. */
  MapRows in(NativeFloats other) {
    return new MapRows(other, offset, rows, width, channels);
  }

  long rowLength() {
    return (long) width * channels;
  }

  long positions() {
    return (long) rows * width;
  }

  int length() {
    return Math.toIntExact(rows * rowLength());
  }

  /** All numbers, of rank 1. */
  INDArray flat() {
    return buffer.part(offset, length());
  }

  /** As ND4J's operations want it: 1 × rows × width × channels. */
  INDArray array() {
    return buffer.viewAt(offset, 'c', 1, rows, width, channels);
  }

  /**
   * A matrix of channels × positions: BLAS writes only matrices that lie column by column, and
   * there F, which lies row by row, is Fᵀ.
   */
  INDArray columns() {
    return buffer.viewAt(offset, 'f', channels, positions());
  }
}
