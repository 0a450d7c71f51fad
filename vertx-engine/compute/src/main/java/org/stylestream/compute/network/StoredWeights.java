package org.stylestream.compute.network;

import java.io.IOException;
import java.util.List;

/** The weights that a file stores, by layer; values are read when they are asked for. */
interface StoredWeights {
  /** Whether the file has a layer of this name. */
  boolean has(String layer);

  /** The filters of a layer that the file has. */
  Values kernel(String layer) throws IOException;

  /** The biases of a layer that the file has. */
  Values bias(String layer) throws IOException;

  /**
   * Values of one tensor.
   *
   * @param shape lengths of its sides, row-major
   */
  record Values(List<Integer> shape, Source source) {
    public Values {
      shape = List.copyOf(shape);
    }
  }

  /** Reads the values of a tensor. */
  @FunctionalInterface
  interface Source {
    float[] read() throws IOException;
  }
}
