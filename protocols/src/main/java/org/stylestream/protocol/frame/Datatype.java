package org.stylestream.protocol.frame;

import org.stylestream.protocol.record.Meaning;

/** The elements of a tensor, little-endian. Images are RGB. */
public enum Datatype {
  /** Unsigned bytes; of an image 0–255. Of a file its bytes. */
  @Meaning("Unsigned bytes; of an image 0–255. Of a file its bytes.")
  U8(1),
  /** Unsigned 16-bit integers; of an image 0–65535 for 0–255. */
  @Meaning("Unsigned 16-bit integers; of an image 0–65535 for 0–255.")
  U16(2),
  /** IEEE half precision; of an image on 0–255. */
  @Meaning("IEEE half precision; of an image on 0–255.")
  F16(2),
  /** IEEE single precision; of an image on 0–255. */
  @Meaning("IEEE single precision; of an image on 0–255.")
  F32(4);

  private final int bytes;

  Datatype(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes an element. */
  public int bytes() {
    return bytes;
  }
}
