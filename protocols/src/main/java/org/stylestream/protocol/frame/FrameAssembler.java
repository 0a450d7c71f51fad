package org.stylestream.protocol.frame;

import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.RecordFormatException;

/**
 * Puts the chunks of one frame together, in order, into one array of the size that was announced.
 */
public final class FrameAssembler {
  private final byte[] bytes;
  private int filled;

  /**
   * Makes room for a frame.
   *
   * @param total its bytes, at most {@link Limits#LARGEST_FRAME}; must come from an event, never
   *     from a chunk
   */
  public FrameAssembler(long total) {
    if (total < 1 || total > Limits.LARGEST_FRAME) {
      throw new IllegalArgumentException(
          "a frame has %d bytes; it must have 1 to %d".formatted(total, Limits.LARGEST_FRAME));
    }
    bytes = new byte[(int) total];
  }

  /**
   * Takes the next chunk. One that was taken before is passed over.
   *
   * @return whether the chunk was new
   * @throws RecordFormatException if it is of another frame, or one before it is missing
   */
  public boolean add(Chunk chunk) throws RecordFormatException {
    ChunkHeader header = chunk.header();
    if (header.total() != bytes.length) {
      throw new RecordFormatException(
          "total",
          "a chunk is of a frame of %d bytes; this one has %d"
              .formatted(header.total(), bytes.length));
    }
    if (header.offset() + chunk.payload().length() <= filled) {
      return false;
    }
    if (header.offset() != filled) {
      throw new RecordFormatException(
          "offset",
          "a chunk begins at byte %d; the next must begin at %d"
              .formatted(header.offset(), filled));
    }
    chunk.payload().getBytes(bytes, filled);
    filled += chunk.payload().length();
    return true;
  }

  /** Bytes that have come. */
  public int filled() {
    return filled;
  }

  /** Whether all bytes have come. */
  public boolean isComplete() {
    return filled == bytes.length;
  }

  /**
   * The frame, not copied.
   *
   * @throws IllegalStateException if it isn't complete
   */
  public byte[] bytes() {
    if (!isComplete()) {
      throw new IllegalStateException("%d of %d bytes have come".formatted(filled, bytes.length));
    }
    return bytes;
  }
}
