package org.stylestream.service.picture;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image file directory of a big-endian TIFF (TIFF 6.0, section 2). */
final class TiffDirectory {
  static final int IMAGE_WIDTH = 256;
  static final int IMAGE_LENGTH = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC_INTERPRETATION = 262;
  static final int IMAGE_DESCRIPTION = 270;
  static final int STRIP_OFFSETS = 273;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int ROWS_PER_STRIP = 278;
  static final int STRIP_BYTE_COUNTS = 279;
  static final int SOFTWARE = 305;
  static final int EXTRA_SAMPLES = 338;

  private static final int SAMPLE_FORMAT = 339;

  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int FLOATING_POINT = 3;
  private static final int ENTRY_BYTES = 12;
  private static final int INLINE_BYTES = 4;

  private final SortedMap<Integer, Field> fields = new TreeMap<>();

  /** What an RGB picture needs but for how and where its strips are stored. */
  static TiffDirectory rgb(int height, int width, int... bits) {
    return new TiffDirectory()
        .longs(IMAGE_WIDTH, width)
        .longs(IMAGE_LENGTH, height)
        .shorts(BITS_PER_SAMPLE, bits)
        .shorts(PHOTOMETRIC_INTERPRETATION, RGB)
        .shorts(SAMPLES_PER_PIXEL, bits.length)
        .text(SOFTWARE, PictureText.SOFTWARE);
  }

  /** What a picture of one 32-bit float a pixel needs, likewise. */
  static TiffDirectory floats(int height, int width) {
    return new TiffDirectory()
        .longs(IMAGE_WIDTH, width)
        .longs(IMAGE_LENGTH, height)
        .shorts(BITS_PER_SAMPLE, Float.SIZE)
        .shorts(PHOTOMETRIC_INTERPRETATION, BLACK_IS_ZERO)
        .shorts(SAMPLES_PER_PIXEL, 1)
        .shorts(SAMPLE_FORMAT, FLOATING_POINT)
        .text(SOFTWARE, PictureText.SOFTWARE);
  }

  TiffDirectory bytes(int tag, byte[] values) {
    return add(tag, new Field(1, values.length, values));
  }

  /** Text in UTF-8. */
  TiffDirectory text(int tag, String text) {
    byte[] terminated = (text + "\0").getBytes(StandardCharsets.UTF_8);
    return add(tag, new Field(2, terminated.length, terminated));
  }

  /** 16-bit numbers. */
  TiffDirectory shorts(int tag, int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * values.length);
    for (int value : values) {
      buffer.putShort((short) value);
    }
    return add(tag, new Field(3, values.length, buffer.array()));
  }

  /** 32-bit numbers. */
  TiffDirectory longs(int tag, long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
    for (long value : values) {
      buffer.putInt((int) value);
    }
    return add(tag, new Field(4, values.length, buffer.array()));
  }

  /**
   * The directory and behind it the values that don't fit in.
   *
   * @param offset where in the file it will lie; even
   * @param last whether no directory follows; else one does, right behind
   */
  byte[] encode(long offset, boolean last) {
    var values = new ByteArrayOutputStream();
    var directory = new ByteArrayOutputStream();
    long valuesOffset = offset + 2 + (long) ENTRY_BYTES * fields.size() + 4;
    try (var data = new DataOutputStream(directory)) {
      data.writeShort(fields.size());
      for (var entry : fields.entrySet()) {
        Field field = entry.getValue();
        data.writeShort(entry.getKey());
        data.writeShort(field.type);
        data.writeInt(field.count);
        if (field.data.length <= INLINE_BYTES) {
          data.write(ByteBuffer.allocate(INLINE_BYTES).put(field.data).array());
        } else {
          data.writeInt((int) (valuesOffset + values.size()));
          values.writeBytes(field.data);
          if (values.size() % 2 != 0) {
            values.write(0);
          }
        }
      }
      data.writeInt(last ? 0 : (int) (valuesOffset + values.size()));
      values.writeTo(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory.toByteArray();
  }

  private TiffDirectory add(int tag, Field field) {
    fields.put(tag, field);
    return this;
  }

  private record Field(int type, int count, byte[] data) {}
}
