package org.stylestream.compute.tensor;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads single tensors of a safetensors file when they are asked for. The header is validated when
 * the file is opened; no more than one tensor's values and a small buffer are held.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class SafetensorsReader implements Closeable {
  /** Headers longer than this are refused. */
  public static final int MAXIMUM_HEADER_BYTES = 16 << 20;

  private static final int LENGTH_BYTES = 8;
  private static final int BUFFER_BYTES = 1 << 16;

  private final String file;
  private final RandomAccess bytes;
  private final SafetensorsHeader header;
  private final long dataStart;

  private SafetensorsReader(String file, RandomAccess bytes) throws IOException {
    this.file = file;
    this.bytes = bytes;
    int headerBytes = headerBytes();
    dataStart = LENGTH_BYTES + (long) headerBytes;
    byte[] json = new byte[headerBytes];
    bytes.read(LENGTH_BYTES, ByteBuffer.wrap(json));
    header = SafetensorsHeader.parse(file, json, bytes.size() - dataStart);
  }

  /**
   * Opens a file and validates its header.
   *
   * @throws SafetensorsException if it is no safetensors file, or damaged
   */
  public static SafetensorsReader open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      return new SafetensorsReader(path.toString(), new RandomAccess.OfFile(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Reads a file that is in memory.
   *
   * @param name for messages
   * @throws SafetensorsException if it is no safetensors file, or damaged
   */
  public static SafetensorsReader of(String name, byte[] content) throws IOException {
    return new SafetensorsReader(name, new RandomAccess.OfArray(content));
  }

  /** The strings that the file carries beside its tensors. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /** The tensors by name, in the order of the header. */
  public Map<String, TensorInfo> tensors() {
    return header.tensors();
  }

  /**
   * What the header says of a tensor.
   *
   * @throws SafetensorsException if there is no such tensor
   */
  public TensorInfo tensor(String name) throws SafetensorsException {
    TensorInfo info = header.tensors().get(name);
    if (info == null) {
      throw new SafetensorsException("%s has no tensor %s".formatted(file, name));
    }
    return info;
  }

  /**
   * The values of a tensor of any type, as floats: F16 and U8 (0–255) exactly, F64 rounded.
   *
   * @throws SafetensorsException if there is no such tensor, or too large a one for an array
   */
  public float[] floats(String name) throws IOException {
    float[] values = new float[length(name)];
    floats(name, values);
    return values;
  }

  /**
   * The number of a tensor's values.
   *
   * @throws SafetensorsException if there is no such tensor, or too large a one for an array
   */
  public int length(String name) throws SafetensorsException {
    return length(tensor(name));
  }

  /**
   * Fills an array with what {@link #floats(String)} gives.
   *
   * @param values at least as long as the tensor
   * @throws SafetensorsException if there is no such tensor
   */
  public void floats(String name, float[] values) throws IOException {
    TensorInfo info = tensor(name);
    scan(
        info,
        (buffer, first, count) -> {
          switch (info.type()) {
            case F32 -> buffer.asFloatBuffer().get(values, first, count);
            case F16 -> {
              for (int i = 0; i < count; i++) {
                values[first + i] = HalfPrecision.toFloat(buffer.getShort());
              }
            }
            case F64 -> {
              for (int i = 0; i < count; i++) {
                values[first + i] = (float) buffer.getDouble();
              }
            }
            case U8 -> {
              for (int i = 0; i < count; i++) {
                values[first + i] = Byte.toUnsignedInt(buffer.get());
              }
            }
          }
        });
  }

  /**
   * The values of an F64 tensor.
   *
   * @throws SafetensorsException if there is no such tensor, or it has another type, or is too
   *     large for an array
   */
  public double[] doubles(String name) throws IOException {
    TensorInfo info = tensor(name, ElementType.F64);
    double[] values = new double[length(info)];
    scan(info, (buffer, first, count) -> buffer.asDoubleBuffer().get(values, first, count));
    return values;
  }

  /**
   * The values of a U8 tensor.
   *
   * @throws SafetensorsException if there is no such tensor, or it has another type, or is too
   *     large for an array
   */
  public byte[] bytes(String name) throws IOException {
    TensorInfo info = tensor(name, ElementType.U8);
    byte[] values = new byte[length(info)];
    scan(info, (buffer, first, count) -> buffer.get(values, first, count));
    return values;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  private int headerBytes() throws IOException {
    long size = bytes.size();
    if (size < LENGTH_BYTES) {
      throw new SafetensorsException(
          "%s is no safetensors file: it has only %d bytes".formatted(file, size));
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.read(0, length);
    long headerBytes = length.getLong(0);
    if (headerBytes < 2 || headerBytes > MAXIMUM_HEADER_BYTES) {
      throw new SafetensorsException(
          "%s is no safetensors file: its header would have %s bytes; 2 to %d are allowed"
              .formatted(file, Long.toUnsignedString(headerBytes), MAXIMUM_HEADER_BYTES));
    }
    if (headerBytes > size - LENGTH_BYTES) {
      throw new SafetensorsException(
          "%s is truncated: its header has %d bytes, the whole file %d"
              .formatted(file, headerBytes, size));
    }
    return (int) headerBytes;
  }

  private TensorInfo tensor(String name, ElementType wanted) throws SafetensorsException {
    TensorInfo info = tensor(name);
    if (info.type() != wanted) {
      throw new SafetensorsException(
          "%s: tensor %s is %s; it must be %s".formatted(file, name, info.type(), wanted));
    }
    return info;
  }

  private int length(TensorInfo info) throws SafetensorsException {
    if (info.elements() > Integer.MAX_VALUE - 8) {
      throw new SafetensorsException(
          "%s: tensor %s has %d elements; at most %d can be read"
              .formatted(file, info.name(), info.elements(), Integer.MAX_VALUE - 8));
    }
    return (int) info.elements();
  }

  /** Shows a tensor chunk by chunk, each of whole elements. */
  private void scan(TensorInfo info, Chunk chunk) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = info.begin(); at < info.end(); at += BUFFER_BYTES) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, info.end() - at));
      bytes.read(dataStart + at, buffer);
      buffer.flip();
      int first = (int) ((at - info.begin()) / info.type().bytes());
      chunk.accept(buffer, first, buffer.remaining() / info.type().bytes());
    }
  }

  @FunctionalInterface
  private interface Chunk {
    void accept(ByteBuffer buffer, int first, int count);
  }
}
