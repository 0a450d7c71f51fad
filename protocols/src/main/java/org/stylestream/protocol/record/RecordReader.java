package org.stylestream.protocol.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads records from JSON, strictly: a field that is unknown, missing, null, given twice, of
 * another type or out of range is refused with a sentence that names it and says what would be
 * right. Nothing is converted: {@code "1"} isn't a number and {@code 1.0} isn't an integer.
 */
public final class RecordReader {
  /** The largest message that is looked at, in bytes. */
  public static final int LARGEST_MESSAGE = 1 << 20;

  /** The field that tells the alternatives of a sealed interface apart. */
  static final String TYPE = "type";

  private static final int DEEPEST = 16;
  private static final int LONGEST_NUMBER = 100;

  // Names aren't remembered: whoever sends messages could fill the memory with them.
  private static final JsonMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(DEEPEST)
                      .maxStringLength(LARGEST_MESSAGE)
                      .maxNumberLength(LONGEST_NUMBER)
                      .maxNameLength(LARGEST_MESSAGE)
                      .maxDocumentLength(LARGEST_MESSAGE)
                      .build())
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
              .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
              .build());

  private RecordReader() {}

  /**
   * Reads one message.
   *
   * @param json UTF-8, at most {@link #LARGEST_MESSAGE} bytes
   * @param type a record, or a sealed interface whose records are {@link Named}
   * @throws RecordFormatException if it isn't such a record's JSON, whatever it is instead
   */
  public static <T> T read(Buffer json, Class<T> type) throws RecordFormatException {
    if (json.length() > LARGEST_MESSAGE) {
      throw new RecordFormatException(
          "",
          "the message has %d bytes; at most %d are allowed"
              .formatted(json.length(), LARGEST_MESSAGE));
    }
    return type.cast(nested(parse(text(json)), type, ""));
  }

  private static String text(Buffer json) throws RecordFormatException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(json.getBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new RecordFormatException("", "the message isn't UTF-8; it must be JSON in UTF-8");
    }
  }

  private static JsonNode parse(String json) throws RecordFormatException {
    try (JsonParser parser = MAPPER.createParser(json)) {
      return parse(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(JsonParser parser) throws IOException, RecordFormatException {
    try {
      JsonNode node = MAPPER.readTree(parser);
      if (node == null) {
        throw new RecordFormatException("", "the message is empty; it must be a JSON object");
      }
      if (parser.nextToken() != null) {
        throw new RecordFormatException(
            "", "the message goes on after its end; leave the rest out");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw unreadable(
          parser,
          "is too deep or has too long a number; a message has at most %d levels, and a number %d digits"
              .formatted(DEEPEST, LONGEST_NUMBER));
    } catch (JsonProcessingException e) {
      throw unreadable(
          parser,
          e.getOriginalMessage().startsWith("Duplicate field")
              ? "is given twice; it must be given once"
              : "isn't JSON near character %d; it must be a JSON object in UTF-8"
                  .formatted(e.getLocation().getCharOffset()));
    }
  }

  private static RecordFormatException unreadable(JsonParser parser, String sentence) {
    String path = path(parser.getParsingContext());
    return new RecordFormatException(path, named(path) + " " + sentence);
  }

  private static String path(JsonStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    String parent = path(context.getParent());
    if (context.inArray()) {
      return "%s[%d]".formatted(parent, Math.max(0, context.getCurrentIndex()));
    }
    return context.getCurrentName() == null
        ? parent
        : child(parent, UnicodeText.quoted(context.getCurrentName()));
  }

  private static Object value(JsonNode node, FieldType type, String path)
      throws RecordFormatException {
    if (type instanceof FieldType.Possible possible && !node.isNull()) {
      return Optional.of(value(node, possible.present(), path));
    }
    if (type instanceof FieldType.Whole whole) {
      return whole(node, whole, path);
    }
    if (type instanceof FieldType.Real real) {
      require(node.isNumber() && real.allows(node.doubleValue()), path, node, type);
      return node.doubleValue();
    }
    if (type instanceof FieldType.Words words) {
      require(node.isTextual(), path, node, type);
      return words(node.textValue(), words, path);
    }
    if (type instanceof FieldType.Choice choice) {
      int index = node.isTextual() ? choice.names().indexOf(node.textValue()) : -1;
      require(index >= 0, path, node, type);
      return choice.type().getEnumConstants()[index];
    }
    if (type instanceof FieldType.Listing listing) {
      return listing(node, listing, path);
    }
    if (type instanceof FieldType.Mapping mapping) {
      return mapping(node, mapping, path);
    }
    if (type instanceof FieldType.Nested nested) {
      return nested(node, nested.type(), path);
    }
    require(node.isBoolean(), path, node, type);
    return node.booleanValue();
  }

  private static Object whole(JsonNode node, FieldType.Whole type, String path)
      throws RecordFormatException {
    boolean exact = node.isIntegralNumber() && node.canConvertToLong();
    require(exact && type.allows(node.longValue()), path, node, type);
    if (type.type() == int.class || type.type() == Integer.class) {
      return node.intValue();
    }
    return node.longValue();
  }

  private static String words(String text, FieldType.Words type, String path)
      throws RecordFormatException {
    if (!type.isShortEnough(text)) {
      throw new RecordFormatException(
          path,
          "%s has %d characters; at most %d are allowed"
              .formatted(path, text.codePointCount(0, text.length()), type.longest()));
    }
    if (!UnicodeText.isWellFormed(text)) {
      throw new RecordFormatException(
          path, path + " has half of a surrogate pair; it must be Unicode text");
    }
    if (!type.allows(text)) {
      throw new RecordFormatException(
          path,
          "%s is \"%s\"; it must be %s".formatted(path, UnicodeText.quoted(text), type.expected()));
    }
    return text;
  }

  private static List<Object> listing(JsonNode node, FieldType.Listing type, String path)
      throws RecordFormatException {
    require(node.isArray(), path, node, type);
    requireCount(type.allows(node.size()), node.size() + " elements", type, path);
    List<Object> elements = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      elements.add(value(node.get(i), type.element(), "%s[%d]".formatted(path, i)));
    }
    return elements;
  }

  private static Map<String, Object> mapping(JsonNode node, FieldType.Mapping type, String path)
      throws RecordFormatException {
    require(node.isObject(), path, node, type);
    requireCount(type.allows(node.size()), node.size() + " fields", type, path);
    Map<String, Object> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String at = child(path, UnicodeText.quoted(entry.getKey()));
      words(entry.getKey(), type.key(), at);
      entries.put(entry.getKey(), value(entry.getValue(), type.value(), at));
    }
    return entries;
  }

  private static Object nested(JsonNode node, Class<?> type, String path)
      throws RecordFormatException {
    if (!node.isObject()) {
      throw wrong(path, node, "an object");
    }
    if (type.isRecord()) {
      return record(node, type, path, false);
    }
    return record(node, alternative(node, type, path), path, true);
  }

  private static Class<?> alternative(JsonNode node, Class<?> sealed, String path)
      throws RecordFormatException {
    String at = child(path, TYPE);
    Map<String, Class<?>> alternatives = RecordShape.of(sealed).alternatives();
    JsonNode name = node.get(TYPE);
    String known = FieldType.oneOf(List.copyOf(alternatives.keySet()));
    if (name == null) {
      throw missing(at, known);
    }
    Class<?> type = name.isTextual() ? alternatives.get(name.textValue()) : null;
    if (type == null) {
      throw wrong(at, name, known);
    }
    return type;
  }

  private static Object record(JsonNode node, Class<?> type, String path, boolean typed)
      throws RecordFormatException {
    RecordShape shape = RecordShape.of(type);
    refuseUnknown(node, shape, path, typed);
    Object[] values = new Object[shape.fields().size()];
    int filled = 0;
    for (RecordShape.Field field : shape.fields().values()) {
      values[filled++] = field(node.get(field.name()), field, path);
    }
    try {
      return shape.create(values);
    } catch (IllegalArgumentException e) {
      throw new RecordFormatException(
          path, path.isEmpty() ? e.getMessage() : "%s: %s".formatted(path, e.getMessage()));
    }
  }

  private static void refuseUnknown(JsonNode node, RecordShape shape, String path, boolean typed)
      throws RecordFormatException {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = entry.getKey();
      if (shape.fields().containsKey(name) || (typed && name.equals(TYPE))) {
        continue;
      }
      String at = child(path, UnicodeText.quoted(name));
      TreeSet<String> known = new TreeSet<>(shape.fields().keySet());
      if (typed) {
        known.add(TYPE);
      }
      throw new RecordFormatException(
          at, "there is no field %s; there are %s".formatted(at, String.join(", ", known)));
    }
  }

  private static Object field(JsonNode node, RecordShape.Field field, String path)
      throws RecordFormatException {
    String at = child(path, field.name());
    if (node != null) {
      return value(node, field.type(), at);
    }
    if (field.type() instanceof FieldType.Possible) {
      return Optional.empty();
    }
    throw missing(at, field.type().expected());
  }

  private static void require(boolean right, String path, JsonNode node, FieldType type)
      throws RecordFormatException {
    if (!right) {
      throw wrong(path, node, type.expected());
    }
  }

  private static void requireCount(boolean right, String size, FieldType type, String path)
      throws RecordFormatException {
    if (!right) {
      throw new RecordFormatException(
          path, "%s has %s; it must be %s".formatted(path, size, type.expected()));
    }
  }

  private static RecordFormatException missing(String path, String expected) {
    return new RecordFormatException(
        path, "%s is missing; it must be %s".formatted(path, expected));
  }

  private static RecordFormatException wrong(String path, JsonNode node, String expected) {
    return new RecordFormatException(
        path, "%s is %s; it must be %s".formatted(named(path), shown(node), expected));
  }

  private static String named(String path) {
    return path.isEmpty() ? "the message" : path;
  }

  private static String shown(JsonNode node) {
    if (node.isContainerNode()) {
      return node.isArray() ? "an array" : "an object";
    }
    String text = UnicodeText.quoted(node.asText());
    return node.isTextual() ? "\"%s\"".formatted(text) : text;
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
