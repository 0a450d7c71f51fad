package org.stylestream.compute.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stylestream.compute.file.FileReplacement;

/**
 * Writes safetensors files: beside their place and moved there once whole, tensor by tensor through
 * a small buffer.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final int BUFFER_BYTES = 1 << 16;

  private SafetensorsWriter() {}

  /**
   * Creates or replaces a file.
   *
   * @param target its folder exists
   * @param metadata strings to carry beside the tensors
   * @param tensors written in this order, each one's values asked for once
   * @throws IllegalArgumentException if two tensors share a name, or one has another number of
   *     values than its shape
   */
  public static void write(Path target, Map<String, String> metadata, List<Tensor> tensors)
      throws IOException {
    byte[] header = header(metadata, tensors);
    FileReplacement.write(
        target,
        channel -> {
          writeHeader(channel, header);
          for (Tensor tensor : tensors) {
            writeValues(channel, tensor);
          }
        });
  }

  private static byte[] header(Map<String, String> metadata, List<Tensor> tensors)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      writeTensors(json, tensors);
      json.writeEndObject();
    }
    // The format allows blanks after the header; with them the data starts aligned.
    bytes.write(" ".repeat(-bytes.size() & (ALIGNMENT - 1)).getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private static void writeTensors(JsonGenerator json, List<Tensor> tensors) throws IOException {
    Set<String> names = new HashSet<>(Set.of(SafetensorsHeader.METADATA));
    long offset = 0;
    for (Tensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("there can be only one tensor " + tensor.name());
      }
      json.writeObjectFieldStart(tensor.name());
      json.writeStringField(SafetensorsHeader.TYPE, tensor.type().name());
      json.writeArrayFieldStart(SafetensorsHeader.SHAPE);
      for (int side : tensor.shape()) {
        json.writeNumber(side);
      }
      json.writeEndArray();
      json.writeArrayFieldStart(SafetensorsHeader.OFFSETS);
      json.writeNumber(offset);
      offset += tensor.elements() * tensor.type().bytes();
      json.writeNumber(offset);
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void writeHeader(FileChannel channel, byte[] header) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
    writeFully(channel, buffer.putLong(header.length).put(header).flip());
  }

  private static void writeValues(FileChannel channel, Tensor tensor) throws IOException {
    if (tensor.values() instanceof Tensor.Floats floats) {
      float[] values = floats.source().get();
      writeChunks(
          channel,
          tensor,
          values.length,
          (buffer, first, count) -> buffer.asFloatBuffer().put(values, first, count));
    } else if (tensor.values() instanceof Tensor.Doubles doubles) {
      double[] values = doubles.source().get();
      writeChunks(
          channel,
          tensor,
          values.length,
          (buffer, first, count) -> buffer.asDoubleBuffer().put(values, first, count));
    } else if (tensor.values() instanceof Tensor.Bytes bytes) {
      byte[] values = bytes.source().get();
      writeChunks(
          channel,
          tensor,
          values.length,
          (buffer, first, count) -> buffer.put(values, first, count));
    }
  }

  private static void writeChunks(FileChannel channel, Tensor tensor, int length, Chunk chunk)
      throws IOException {
    if (length != tensor.elements()) {
      throw new IllegalArgumentException(
          "tensor %s has %d values, but the shape %s"
              .formatted(tensor.name(), length, tensor.shape()));
    }
    int elementBytes = tensor.type().bytes();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int step = BUFFER_BYTES / elementBytes;
    for (long first = 0; first < length; first += step) {
      int count = (int) Math.min(step, length - first);
      buffer.clear();
      chunk.put(buffer, (int) first, count);
      writeFully(channel, buffer.position(0).limit(count * elementBytes));
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @FunctionalInterface
  private interface Chunk {
    void put(ByteBuffer buffer, int first, int count);
  }
}
