package org.stylestream.compute.flow;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Rows side by side; each writes what is its own only, so that threads don't change the result. */
final class Rows {
  private Rows() {}

  static void forEach(int rows, IntConsumer work) {
    IntStream.range(0, rows).parallel().forEach(work);
  }
}
