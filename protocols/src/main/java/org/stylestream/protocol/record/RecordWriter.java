package org.stylestream.protocol.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes records as the JSON that {@link RecordReader} reads. Fields come in the order of their
 * declaration and the keys of maps in their own, so that equal records have equal bytes.
 */
public final class RecordWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private RecordWriter() {}

  /**
   * The JSON of a record, in UTF-8.
   *
   * @param type the sealed interface that the reader will ask for, or the record's own class
   */
  public static <T> Buffer write(T message, Class<T> type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      nested(json, message, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void nested(JsonGenerator json, Object value, Class<?> declared)
      throws IOException {
    json.writeStartObject();
    if (!declared.isRecord()) {
      json.writeStringField(RecordReader.TYPE, value.getClass().getAnnotation(Named.class).value());
    }
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object field = read(component, value);
      if (field instanceof Optional<?> optional && optional.isEmpty()) {
        continue;
      }
      json.writeFieldName(component.getName());
      value(json, field, FieldType.of(component.getGenericType(), component));
    }
    json.writeEndObject();
  }

  private static Object read(RecordComponent component, Object value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void value(JsonGenerator json, Object value, FieldType type) throws IOException {
    if (type instanceof FieldType.Possible possible) {
      value(json, ((Optional<?>) value).orElseThrow(), possible.present());
    } else if (type instanceof FieldType.Nested nested) {
      nested(json, value, nested.type());
    } else if (type instanceof FieldType.Listing listing) {
      json.writeStartArray();
      for (Object element : (List<?>) value) {
        value(json, element, listing.element());
      }
      json.writeEndArray();
    } else if (type instanceof FieldType.Mapping mapping) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        json.writeFieldName((String) entry.getKey());
        value(json, entry.getValue(), mapping.value());
      }
      json.writeEndObject();
    } else {
      scalar(json, value);
    }
  }

  private static void scalar(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Double number) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("JSON can't hold " + number);
      }
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Enum<?> constant) {
      json.writeString(FieldType.wireName(constant));
    } else {
      json.writeString((String) value);
    }
  }
}
