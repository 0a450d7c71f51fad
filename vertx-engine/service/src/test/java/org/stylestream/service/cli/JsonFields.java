package org.stylestream.service.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a JSON text by their paths, as {@code device.id}; those of an array under one path.
 */
final class JsonFields {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private JsonFields() {}

  static JsonFields of(String text) throws IOException {
    JsonFields fields = new JsonFields();
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          String path = parser.getParsingContext().pathAsPointer().toString();
          fields
              .values
              .computeIfAbsent(
                  path.substring(1).replaceAll("/\\d+$", "").replace('/', '.'),
                  key -> new ArrayList<>())
              .add(parser.getText());
        }
      }
    }
    return fields;
  }

  String text(String path) {
    return all(path).get(0);
  }

  double number(String path) {
    return Double.parseDouble(text(path));
  }

  List<String> all(String path) {
    return values.getOrDefault(path, List.of());
  }
}
