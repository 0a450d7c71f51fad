package org.stylestream.service.cli.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One line of JSON for programs, in plain ASCII. */
public final class JsonLine {
  /** Writes the fields of the object that the line is. */
  @FunctionalInterface
  public interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private JsonLine() {}

  public static String of(Fields fields) {
    StringWriter text = new StringWriter();
    JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("a string can always be written to", e);
    }
    return text.toString();
  }

  public static void device(JsonGenerator json, String id, String name) throws IOException {
    json.writeObjectFieldStart("device");
    json.writeStringField("id", id);
    json.writeStringField("name", name);
    json.writeEndObject();
  }

  public static void network(JsonGenerator json, String name, String origin) throws IOException {
    json.writeObjectFieldStart("network");
    json.writeStringField("name", name);
    json.writeStringField("origin", origin);
    json.writeEndObject();
  }

  public static void size(JsonGenerator json, int height, int width) throws IOException {
    json.writeObjectFieldStart("size");
    json.writeNumberField("height", height);
    json.writeNumberField("width", width);
    json.writeEndObject();
  }

  /**
   * @param terms by name
   */
  public static void loss(JsonGenerator json, double total, Map<String, Double> terms)
      throws IOException {
    json.writeObjectFieldStart("loss");
    number(json, "total", total);
    for (Map.Entry<String, Double> term : terms.entrySet()) {
      number(json, term.getKey(), term.getValue());
    }
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }

  public static void paths(JsonGenerator json, String name, List<Path> paths) throws IOException {
    strings(json, name, paths.stream().map(Path::toString).toList());
  }

  public static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
