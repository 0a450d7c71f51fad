package org.stylestream.protocol.frame;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.protocol.record.RecordWriter;

/**
 * A part of a frame as one binary message. All numbers are little-endian:
 *
 * <pre>
 * offset  bytes
 *  0      4      "SSF1"
 *  4      4      CRC-32C of everything from offset 8
 *  8      4      length of the header, H
 * 12      4      length of the payload, P
 * 16      H      header, JSON ({@link ChunkHeader})
 * 16+H    pad    zeros up to a multiple of 8
 *         P      payload
 * </pre>
 *
 * @param payload a slice of the frame's bytes
 */
public record Chunk(ChunkHeader header, Buffer payload) {
  private static final byte[] MAGIC = "SSF1".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_AT = 4;
  private static final int CHECKED_FROM = 8;
  private static final int HEADER_AT = 16;
  private static final int ALIGNMENT = 8;
  private static final int BLOCK = 8192;

  public Chunk {
    if (payload.length() < 1 || payload.length() > Limits.LARGEST_CHUNK) {
      throw new IllegalArgumentException(
          "a chunk has %d bytes; it must have 1 to %d"
              .formatted(payload.length(), Limits.LARGEST_CHUNK));
    }
    if (header.offset() + payload.length() > header.total()) {
      throw new IllegalArgumentException(
          "a chunk ends at byte %d of a frame of %d bytes"
              .formatted(header.offset() + payload.length(), header.total()));
    }
  }

  /**
   * The message.
   *
   * @throws IllegalArgumentException if a field of the header is out of its bounds
   */
  public Buffer encode() {
    Buffer json = RecordWriter.write(header, ChunkHeader.class);
    int payloadAt = payloadAt(json.length());
    Buffer message = Buffer.buffer(payloadAt + payload.length());
    message.appendBytes(MAGIC).appendIntLE(0);
    message.appendIntLE(json.length()).appendIntLE(payload.length()).appendBuffer(json);
    message.appendBytes(new byte[payloadAt - HEADER_AT - json.length()]).appendBuffer(payload);
    return message.setIntLE(CHECKSUM_AT, checksum(message));
  }

  /**
   * Reads a message.
   *
   * @throws RecordFormatException if it isn't a chunk, or was damaged
   */
  public static Chunk decode(Buffer message) throws RecordFormatException {
    if (message.length() < HEADER_AT || !startsWithMagic(message)) {
      throw wrong("the message is no chunk: it must begin with SSF1 and have at least 16 bytes");
    }
    int header = message.getIntLE(8);
    int payload = message.getIntLE(12);
    if (header < 2 || header > Limits.LARGEST_HEADER) {
      throw wrong(
          "a chunk's header has %d bytes; it must have 2 to %d", header, Limits.LARGEST_HEADER);
    }
    if (payload < 1 || payload > Limits.LARGEST_CHUNK) {
      throw wrong("a chunk has %d bytes; it must have 1 to %d", payload, Limits.LARGEST_CHUNK);
    }
    int payloadAt = payloadAt(header);
    if (message.length() != payloadAt + payload) {
      throw wrong(
          "a chunk's message has %d bytes; by its own lengths it must have %d",
          message.length(), payloadAt + payload);
    }
    if (message.getIntLE(CHECKSUM_AT) != checksum(message)) {
      throw wrong("a chunk was damaged on its way: its CRC-32C is wrong");
    }
    ChunkHeader facts =
        RecordReader.read(message.slice(HEADER_AT, HEADER_AT + header), ChunkHeader.class);
    try {
      return new Chunk(facts, message.slice(payloadAt, message.length()));
    } catch (IllegalArgumentException e) {
      throw wrong("%s", e.getMessage());
    }
  }

  private static boolean startsWithMagic(Buffer message) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (message.getByte(i) != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static int payloadAt(int header) {
    return (HEADER_AT + header + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static int checksum(Buffer message) {
    CRC32C checksum = new CRC32C();
    byte[] block = new byte[Math.min(BLOCK, message.length())];
    for (int from = CHECKED_FROM; from < message.length(); from += block.length) {
      int to = Math.min(from + block.length, message.length());
      message.getBytes(from, to, block);
      checksum.update(block, 0, to - from);
    }
    return (int) checksum.getValue();
  }

  private static RecordFormatException wrong(String sentence, Object... values) {
    return new RecordFormatException("", sentence.formatted(values));
  }
}
