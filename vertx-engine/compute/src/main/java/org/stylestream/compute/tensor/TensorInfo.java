package org.stylestream.compute.tensor;

import java.util.List;

/**
 * What a safetensors header says of a tensor.
 *
 * @param name its name, unique in the file
 * @param type type of its elements
 * @param shape lengths of its sides, row-major; empty for a scalar
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last
 */
public record TensorInfo(String name, ElementType type, List<Integer> shape, long begin, long end) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** Number of elements. */
  public long elements() {
    return (end - begin) / type.bytes();
  }
}
