package org.stylestream.compute.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked against the size of its data.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, TensorInfo> tensors) {
  static final String METADATA = "__metadata__";
  static final String TYPE = "dtype";
  static final String SHAPE = "shape";
  static final String OFFSETS = "data_offsets";

  SafetensorsHeader {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Parses and validates a header.
   *
   * @param file name for messages
   * @param json the header's bytes
   * @param dataBytes number of bytes after the header
   */
  static SafetensorsHeader parse(String file, byte[] json, long dataBytes) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(json)) {
      SafetensorsHeader header = new Parser(file, parser).header();
      header.checkOffsets(file, dataBytes);
      return header;
    } catch (JsonProcessingException e) {
      throw new SafetensorsException(
          "%s is no safetensors file: its header is not valid JSON (%s)"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  private void checkOffsets(String file, long dataBytes) throws SafetensorsException {
    List<TensorInfo> ordered = new ArrayList<>(tensors.values());
    ordered.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
    long next = 0;
    for (TensorInfo tensor : ordered) {
      if (tensor.end() > dataBytes) {
        throw new SafetensorsException(
            "%s is truncated: tensor %s ends at byte %d of the data, which has %d bytes"
                .formatted(file, tensor.name(), tensor.end(), dataBytes));
      }
      if (tensor.begin() != next) {
        throw new SafetensorsException(
            "%s is damaged: tensor %s begins at byte %d of the data; it must begin at %d"
                .formatted(file, tensor.name(), tensor.begin(), next));
      }
      next = tensor.end();
    }
    if (next != dataBytes) {
      throw new SafetensorsException(
          "%s is damaged: its tensors take %d bytes, but it holds %d bytes of data"
              .formatted(file, next, dataBytes));
    }
  }

  private record Parser(String file, JsonParser json) {
    SafetensorsHeader header() throws IOException {
      Map<String, String> metadata = new LinkedHashMap<>();
      Map<String, TensorInfo> tensors = new LinkedHashMap<>();
      expect(json.nextToken(), JsonToken.START_OBJECT, "the header", "an object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (name.equals(METADATA)) {
          readMetadata(metadata);
        } else {
          tensors.put(name, tensor(name));
        }
      }
      if (json.nextToken() != null) {
        throw new SafetensorsException(
            file + " is no safetensors file: something follows the object in its header");
      }
      return new SafetensorsHeader(metadata, tensors);
    }

    private void readMetadata(Map<String, String> metadata) throws IOException {
      expect(json.nextToken(), JsonToken.START_OBJECT, METADATA, "an object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA + "/" + key, "a string");
        metadata.put(key, json.getText());
      }
    }

    private TensorInfo tensor(String name) throws IOException {
      expect(json.nextToken(), JsonToken.START_OBJECT, "tensor " + name, "an object");
      String type = "";
      List<Long> shape = null;
      List<Long> offsets = List.of();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        switch (field) {
          case TYPE -> {
            expect(value, JsonToken.VALUE_STRING, TYPE + " of tensor " + name, "a string");
            type = json.getText();
          }
          case SHAPE -> shape = integers(value, SHAPE + " of tensor " + name);
          case OFFSETS -> offsets = integers(value, OFFSETS + " of tensor " + name);
          default -> json.skipChildren();
        }
      }
      if (shape == null || offsets.size() != 2) {
        throw new SafetensorsException(
            "%s is damaged: tensor %s needs a shape and two data_offsets".formatted(file, name));
      }
      return checked(name, type(name, type), shape, offsets.get(0), offsets.get(1));
    }

    private ElementType type(String name, String type) throws SafetensorsException {
      for (ElementType known : ElementType.values()) {
        if (known.name().equals(type)) {
          return known;
        }
      }
      throw new SafetensorsException(
          "%s: tensor %s has elements of type '%s'; readable are %s"
              .formatted(file, name, type, Arrays.toString(ElementType.values())));
    }

    private TensorInfo checked(
        String name, ElementType type, List<Long> shape, long begin, long end)
        throws SafetensorsException {
      long bytes = type.bytes();
      try {
        for (long side : shape) {
          bytes = Math.multiplyExact(bytes, (long) Math.toIntExact(side));
        }
      } catch (ArithmeticException e) {
        throw new SafetensorsException(
            "%s is damaged: tensor %s has the impossible shape %s".formatted(file, name, shape), e);
      }
      if (begin > end || bytes != end - begin) {
        throw new SafetensorsException(
            "%s is damaged: tensor %s of shape %s takes %d bytes, but its data_offsets are %d to %d"
                .formatted(file, name, shape, bytes, begin, end));
      }
      return new TensorInfo(name, type, shape.stream().map(Long::intValue).toList(), begin, end);
    }

    /** An array of integers of at least 0. */
    private List<Long> integers(JsonToken first, String what) throws IOException {
      expect(first, JsonToken.START_ARRAY, what, "an array");
      List<Long> values = new ArrayList<>();
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        expect(token, JsonToken.VALUE_NUMBER_INT, what, "an array of integers");
        if (json.getLongValue() < 0) {
          throw new SafetensorsException(
              "%s is damaged: %s holds %d; nothing there may be negative"
                  .formatted(file, what, json.getLongValue()));
        }
        values.add(json.getLongValue());
      }
      return values;
    }

    private void expect(JsonToken actual, JsonToken wanted, String what, String description)
        throws SafetensorsException {
      if (actual != wanted) {
        throw new SafetensorsException(
            "%s is no safetensors file: %s must be %s".formatted(file, what, description));
      }
    }
  }
}
