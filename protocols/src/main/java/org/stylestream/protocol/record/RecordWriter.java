package org.stylestream.protocol.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes records as the JSON that {@link RecordReader} reads. Fields come in the order of their
 * declaration, the keys of maps in alphabetical order, and numbers the same on every JVM, so that
 * equal records have equal bytes.
 */
public final class RecordWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private RecordWriter() {}

  /**
   * The JSON of a record, in UTF-8.
   *
   * @param type the sealed interface that the reader will ask for, or the record's own class
   * @throws IllegalArgumentException if the reader would refuse the message: a value is out of its
   *     field's bounds, or all together are larger than {@link RecordReader#LARGEST_MESSAGE}
   */
  public static <T> Buffer write(T message, Class<T> type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      nested(json, message, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.size() > RecordReader.LARGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "a message has %d bytes; at most %d are allowed"
              .formatted(bytes.size(), RecordReader.LARGEST_MESSAGE));
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void nested(JsonGenerator json, Object value, Class<?> declared)
      throws IOException {
    RecordShape shape = RecordShape.of(value.getClass());
    json.writeStartObject();
    if (!declared.isRecord()) {
      json.writeStringField(RecordReader.TYPE, shape.name());
    }
    for (RecordShape.Field field : shape.fields().values()) {
      Object content = field.of(value);
      if (content instanceof Optional<?> optional && optional.isEmpty()) {
        continue;
      }
      json.writeFieldName(field.name());
      value(json, content, field.type(), field.name());
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Object value, FieldType type, String field)
      throws IOException {
    if (type instanceof FieldType.Possible possible) {
      value(json, ((Optional<?>) value).orElseThrow(), possible.present(), field);
    } else if (type instanceof FieldType.Nested nested) {
      nested(json, value, nested.type());
    } else if (type instanceof FieldType.Listing listing) {
      listing(json, (List<?>) value, listing, field);
    } else if (type instanceof FieldType.Mapping mapping) {
      mapping(json, (Map<?, ?>) value, mapping, field);
    } else if (type instanceof FieldType.Real real) {
      require(real.allows((Double) value), value, type, field);
      json.writeNumber((Double) value);
    } else if (type instanceof FieldType.Whole whole) {
      long number = ((Number) value).longValue();
      require(whole.allows(number), value, type, field);
      json.writeNumber(number);
    } else if (type instanceof FieldType.Words words) {
      require(words.allows((String) value), value, type, field);
      json.writeString((String) value);
    } else if (type instanceof FieldType.Choice) {
      json.writeString(FieldType.wireName((Enum<?>) value));
    } else {
      json.writeBoolean((Boolean) value);
    }
  }

  private static void listing(
      JsonGenerator json, List<?> elements, FieldType.Listing type, String field)
      throws IOException {
    require(type.allows(elements.size()), elements.size() + " elements", type, field);
    json.writeStartArray();
    for (Object element : elements) {
      value(json, element, type.element(), field);
    }
    json.writeEndArray();
  }

  private static void mapping(
      JsonGenerator json, Map<?, ?> entries, FieldType.Mapping type, String field)
      throws IOException {
    require(type.allows(entries.size()), entries.size() + " fields", type, field);
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : new TreeMap<>(entries).entrySet()) {
      String key = (String) entry.getKey();
      require(type.key().allows(key), key, type.key(), field);
      json.writeFieldName(key);
      value(json, entry.getValue(), type.value(), field);
    }
    json.writeEndObject();
  }

  private static void require(boolean right, Object value, FieldType type, String field) {
    if (!right) {
      throw new IllegalArgumentException(
          "%s is %s; it must be %s"
              .formatted(field, UnicodeText.quoted(value.toString()), type.expected()));
    }
  }
}
