package org.stylestream.compute.tensor;

/** The element types of safetensors that are read; names as in the file. */
public enum ElementType {
  U8(1),
  F16(2),
  F32(4),
  F64(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of an element in bytes. */
  public int bytes() {
    return bytes;
  }
}
