package org.stylestream.compute.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What numpy finds for two small images; make_colour_vectors.py beside them makes them. */
record ColourVectors(JsonNode values) {
  static ColourVectors read() {
    try (var stream = ColourVectors.class.getResourceAsStream("colour_vectors.json")) {
      return new ColourVectors(new ObjectMapper().readTree(stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Image image(String name) {
    return new Image(values.get("height").asInt(), values.get("width").asInt(), floats(name));
  }

  float[] floats(String name) {
    JsonNode array = values.get(name);
    float[] floats = new float[array.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) array.get(i).asDouble();
    }
    return floats;
  }

  double number(String name) {
    return values.get(name).asDouble();
  }
}
