package org.stylestream.protocol.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads records from JSON, strictly: a field that is unknown, missing, null, of another type or out
 * of range is refused with a sentence that names it and says what would be right. Nothing is
 * converted: {@code "1"} isn't a number and {@code 1.0} isn't an integer.
 */
public final class RecordReader {
  /** The largest message that is looked at, in bytes. */
  public static final int LARGEST_MESSAGE = 1 << 20;

  /** The field that tells the alternatives of a sealed interface apart. */
  static final String TYPE = "type";

  /** Bounds beyond this, 2⁵³, say no more than that a number is an integer. */
  static final double MOST_EXACT = 1L << 53;

  private static final int DEEPEST = 16;
  private static final int LONGEST_NUMBER = 40;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(Text.LONGEST * 4)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNameLength(Text.LONGEST)
                          .maxDocumentLength(LARGEST_MESSAGE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RecordReader() {}

  /**
   * Reads one message.
   *
   * @param json UTF-8
   * @param type a record, or a sealed interface whose records are {@link Named}
   */
  public static <T> T read(Buffer json, Class<T> type) throws RecordFormatException {
    if (json.length() > LARGEST_MESSAGE) {
      throw new RecordFormatException(
          "",
          "the message has %d bytes; at most %d are allowed"
              .formatted(json.length(), LARGEST_MESSAGE));
    }
    return type.cast(nested(parse(json.getBytes()), type, ""));
  }

  private static JsonNode parse(byte[] json) throws RecordFormatException {
    try (JsonParser parser = MAPPER.createParser(json)) {
      JsonNode node = MAPPER.readTree(parser);
      if (node == null || node.isMissingNode()) {
        throw new RecordFormatException("", "the message is empty; it must be a JSON object");
      }
      if (parser.nextToken() != null) {
        throw new RecordFormatException("", "the message goes on after its JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new RecordFormatException("", "the message isn't JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new RecordFormatException("", "the message isn't JSON: " + e.getMessage());
    }
  }

  private static Object value(JsonNode node, FieldType type, String path)
      throws RecordFormatException {
    if (node.isNull()) {
      throw wrong(path, node, expected(type));
    }
    if (type instanceof FieldType.Possible possible) {
      return Optional.of(value(node, possible.present(), path));
    }
    if (type instanceof FieldType.Whole whole) {
      return whole(node, whole, path);
    }
    if (type instanceof FieldType.Real real) {
      return real(node, real, path);
    }
    if (type instanceof FieldType.Words words) {
      require(node.isTextual(), path, node, type);
      return words(node.textValue(), words, path);
    }
    if (type instanceof FieldType.Choice choice) {
      return choice(node, choice, path);
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
    require(node.isIntegralNumber() && node.canConvertToLong(), path, node, type);
    long number = node.longValue();
    require(number >= type.min() && number <= type.max(), path, node, type);
    return type.type() == long.class || type.type() == Long.class
        ? (Object) number
        : (Object) (int) number;
  }

  private static double real(JsonNode node, FieldType.Real type, String path)
      throws RecordFormatException {
    require(node.isNumber(), path, node, type);
    double number = node.doubleValue();
    require(number >= type.min() && number <= type.max(), path, node, type);
    return number;
  }

  private static String words(String text, FieldType.Words type, String path)
      throws RecordFormatException {
    if (text.length() > type.longest()) {
      throw new RecordFormatException(
          path,
          "%s has %d characters; at most %d are allowed"
              .formatted(path, text.length(), type.longest()));
    }
    if (type.form().isPresent() && !text.matches(type.form().get().pattern())) {
      throw new RecordFormatException(
          path, "%s is \"%s\"; it must be %s".formatted(path, shown(text), expected(type)));
    }
    return text;
  }

  private static Object choice(JsonNode node, FieldType.Choice type, String path)
      throws RecordFormatException {
    int index = node.isTextual() ? type.names().indexOf(node.textValue()) : -1;
    require(index >= 0, path, node, type);
    return type.type().getEnumConstants()[index];
  }

  private static List<Object> listing(JsonNode node, FieldType.Listing type, String path)
      throws RecordFormatException {
    require(node.isArray(), path, node, type);
    requireCount(node.size(), type.min(), type.max(), path);
    List<Object> elements = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      elements.add(value(node.get(i), type.element(), "%s[%d]".formatted(path, i)));
    }
    return List.copyOf(elements);
  }

  private static Map<String, Object> mapping(JsonNode node, FieldType.Mapping type, String path)
      throws RecordFormatException {
    require(node.isObject(), path, node, type);
    requireCount(node.size(), type.min(), type.max(), path);
    Map<String, Object> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String at = child(path, shown(entry.getKey()));
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
    Map<String, Class<?>> alternatives = alternatives(sealed);
    JsonNode name = node.get(TYPE);
    String known = oneOf(List.copyOf(alternatives.keySet()));
    if (name == null) {
      throw new RecordFormatException(at, "%s is missing; it must be %s".formatted(at, known));
    }
    Class<?> type = name.isTextual() ? alternatives.get(name.textValue()) : null;
    if (type == null) {
      throw wrong(at, name, known);
    }
    return type;
  }

  /** The records of a sealed interface by their names, in the order of its declaration. */
  static Map<String, Class<?>> alternatives(Class<?> sealed) {
    Map<String, Class<?>> alternatives = new LinkedHashMap<>();
    for (Class<?> type : sealed.getPermittedSubclasses()) {
      if (type.isRecord()) {
        alternatives.put(type.getAnnotation(Named.class).value(), type);
      } else {
        alternatives.putAll(alternatives(type));
      }
    }
    return alternatives;
  }

  private static Object record(JsonNode node, Class<?> type, String path, boolean typed)
      throws RecordFormatException {
    RecordComponent[] components = type.getRecordComponents();
    refuseUnknown(node, components, path, typed);
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = component(node, components[i], path);
    }
    return construct(type, components, values, path);
  }

  private static void refuseUnknown(
      JsonNode node, RecordComponent[] components, String path, boolean typed)
      throws RecordFormatException {
    TreeSet<String> known =
        Arrays.stream(components)
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    if (typed) {
      known.add(TYPE);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!known.contains(field.getKey())) {
        String at = child(path, shown(field.getKey()));
        throw new RecordFormatException(
            at, "there is no field %s; there are %s".formatted(at, String.join(", ", known)));
      }
    }
  }

  private static Object component(JsonNode node, RecordComponent component, String path)
      throws RecordFormatException {
    FieldType type = FieldType.of(component.getGenericType(), component);
    String at = child(path, component.getName());
    JsonNode field = node.get(component.getName());
    if (field != null) {
      return value(field, type, at);
    }
    if (type instanceof FieldType.Possible) {
      return Optional.empty();
    }
    throw new RecordFormatException(
        at, "%s is missing; it must be %s".formatted(at, expected(type)));
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, Object[] values, String path)
      throws RecordFormatException {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw new RecordFormatException(path, refusal.getMessage());
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(boolean right, String path, JsonNode node, FieldType type)
      throws RecordFormatException {
    if (!right) {
      throw wrong(path, node, expected(type));
    }
  }

  private static void requireCount(int size, int min, int max, String path)
      throws RecordFormatException {
    if (size < min || size > max) {
      throw new RecordFormatException(
          path, "%s has %d elements; it must have %d to %d".formatted(path, size, min, max));
    }
  }

  private static RecordFormatException wrong(String path, JsonNode node, String expected) {
    return new RecordFormatException(
        path,
        "%s is %s; it must be %s"
            .formatted(path.isEmpty() ? "the message" : path, shown(node), expected));
  }

  /** What a field of a type must be, in words. */
  static String expected(FieldType type) {
    if (type instanceof FieldType.Possible possible) {
      return expected(possible.present()) + ", or be left out";
    }
    if (type instanceof FieldType.Whole whole) {
      return whole.max() >= MOST_EXACT
          ? "an integer"
          : "an integer from %s to %s".formatted(number(whole.min()), number(whole.max()));
    }
    if (type instanceof FieldType.Real real) {
      return Math.abs(real.min()) == Double.MAX_VALUE && real.max() == Double.MAX_VALUE
          ? "a number"
          : "a number from %s to %s".formatted(number(real.min()), number(real.max()));
    }
    if (type instanceof FieldType.Words words) {
      return words.form().map(Text::words).orElse("text");
    }
    if (type instanceof FieldType.Choice choice) {
      return oneOf(choice.names());
    }
    if (type instanceof FieldType.Listing) {
      return "an array";
    }
    return type instanceof FieldType.Truth ? "true or false" : "an object";
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e18
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String oneOf(List<String> names) {
    return names.size() == 1
        ? "\"%s\"".formatted(names.get(0))
        : "one of \"%s\"".formatted(String.join("\", \"", names));
  }

  private static String shown(JsonNode node) {
    if (node.isContainerNode()) {
      return node.isArray() ? "an array" : "an object";
    }
    return node.isTextual() ? "\"%s\"".formatted(shown(node.textValue())) : shown(node.asText());
  }

  private static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
