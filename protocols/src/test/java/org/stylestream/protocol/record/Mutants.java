package org.stylestream.protocol.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every fault that every field of a message can have, one at a time. */
final class Mutants {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode root;
  private final List<Mutant> mutants = new ArrayList<>();

  private Mutants(ObjectNode root) {
    this.root = root;
  }

  /**
   * A message with one fault.
   *
   * @param field path of the field at fault
   * @param says what the refusal must say
   */
  record Mutant(String field, String says, Buffer json) {
    @Override
    public String toString() {
      return "%s (%s) in %s".formatted(field, says, json);
    }
  }

  /** All of a message's. */
  static List<Mutant> of(Buffer json, Class<?> type) {
    try {
      Mutants mutants = new Mutants((ObjectNode) MAPPER.readTree(json.getBytes()));
      mutants.nested(mutants.root, type, "");
      return mutants.mutants;
    } catch (Exception e) {
      throw new IllegalStateException(json.toString(), e);
    }
  }

  private void nested(ObjectNode node, Class<?> declared, String path) {
    Class<?> type = declared;
    if (!declared.isRecord()) {
      String at = child(path, "type");
      type = RecordShape.of(declared).alternatives().get(node.get("type").textValue());
      missing(node, "type", at, "must be one of");
      replaced(node, "type", NODES.textNode("no-such-type"), at, "must be one of");
      replaced(node, "type", NODES.numberNode(1), at, "must be one of");
      replaced(node, "type", NODES.nullNode(), at, "null; it must be one of");
    }
    added(node, "nonsense", child(path, "nonsense"), "there is no field");
    for (RecordShape.Field field : RecordShape.of(type).fields().values()) {
      String at = child(path, field.name());
      boolean possible = field.type() instanceof FieldType.Possible;
      String expected = field.type().expected();
      if (!possible) {
        missing(node, field.name(), at, "is missing; it must be " + expected);
      }
      replaced(node, field.name(), NODES.nullNode(), at, "is null; it must be " + expected);
      if (node.has(field.name())) {
        value(node, field.name(), present(field.type()), at);
      }
    }
  }

  private static FieldType present(FieldType type) {
    return type instanceof FieldType.Possible possible ? possible.present() : type;
  }

  /** Faults of one value, in an object by its name or in an array by its index. */
  private void value(JsonNode parent, Object key, FieldType type, String at) {
    String expected = "must be " + type.expected();
    JsonNode node = child(parent, key);
    mistyped(parent, key, type, at, expected);
    if (type instanceof FieldType.Whole whole) {
      replaced(parent, key, NODES.numberNode(BigInteger.TEN.pow(30)), at, expected);
      replaced(parent, key, NODES.numberNode(1.5), at, expected);
      if (whole.min() > Long.MIN_VALUE) {
        replaced(parent, key, NODES.numberNode(whole.min() - 1), at, expected);
        replaced(parent, key, NODES.numberNode(whole.max() + 1), at, expected);
      }
    } else if (type instanceof FieldType.Real real && real.isBounded()) {
      replaced(parent, key, NODES.numberNode(Math.nextDown(real.min())), at, expected);
      replaced(parent, key, NODES.numberNode(Math.nextUp(real.max())), at, expected);
    } else if (type instanceof FieldType.Words words) {
      String longText = "é".repeat(words.longest() + 1);
      replaced(parent, key, NODES.textNode(longText), at, "has 4097 characters; at most 4096");
      words
          .form()
          .ifPresent(form -> replaced(parent, key, NODES.textNode("no, not so"), at, form.words()));
    } else if (type instanceof FieldType.Choice) {
      replaced(parent, key, NODES.textNode("NO_SUCH_CONSTANT"), at, expected);
    } else if (type instanceof FieldType.Listing listing) {
      listing((ArrayNode) node, parent, key, listing, at);
    } else if (type instanceof FieldType.Mapping mapping) {
      mapping((ObjectNode) node, parent, key, mapping, at);
    } else if (type instanceof FieldType.Nested nested) {
      nested((ObjectNode) node, nested.type(), at);
    }
  }

  private void mistyped(JsonNode parent, Object key, FieldType type, String at, String expected) {
    boolean number = type instanceof FieldType.Whole || type instanceof FieldType.Real;
    boolean object = type instanceof FieldType.Mapping || type instanceof FieldType.Nested;
    replaced(parent, key, NODES.textNode(number ? "1" : "no, not so"), at, words(type, expected));
    if (!number) {
      replaced(parent, key, NODES.numberNode(1), at, expected);
    }
    if (!(type instanceof FieldType.Truth)) {
      replaced(parent, key, NODES.booleanNode(true), at, expected);
    }
    if (!(type instanceof FieldType.Listing)) {
      replaced(parent, key, NODES.arrayNode(), at, expected);
    }
    if (!object) {
      replaced(parent, key, NODES.objectNode(), at, expected);
    }
  }

  private static String words(FieldType type, String expected) {
    return type instanceof FieldType.Words words && words.form().isEmpty() ? null : expected;
  }

  private void listing(
      ArrayNode node, JsonNode parent, Object key, FieldType.Listing type, String at) {
    for (int i = 0; i < node.size(); i++) {
      value(node, i, type.element(), "%s[%d]".formatted(at, i));
    }
    if (type.min() > 0) {
      replaced(parent, key, NODES.arrayNode(), at, "has 0 elements; it must be an array of");
    }
    ArrayNode tooMany = NODES.arrayNode();
    for (int i = 0; i <= type.max(); i++) {
      tooMany.add(i);
    }
    replaced(parent, key, tooMany, at, "elements; it must be an array of");
  }

  private void mapping(
      ObjectNode node, JsonNode parent, Object key, FieldType.Mapping type, String at) {
    for (String name : List.copyOf(node.properties().stream().map(e -> e.getKey()).toList())) {
      value(node, name, type.value(), child(at, name));
    }
    if (type.min() > 0) {
      replaced(parent, key, NODES.objectNode(), at, "has 0 fields; it must be an object of");
    }
    added(node, "no, not so", child(at, "no, not so"), type.key().expected());
    ObjectNode tooMany = NODES.objectNode();
    for (int i = 0; i <= type.max(); i++) {
      tooMany.put("block" + i, 1);
    }
    replaced(parent, key, tooMany, at, "fields; it must be an object of");
  }

  private void missing(ObjectNode parent, String name, String at, String says) {
    JsonNode before = parent.remove(name);
    keep(at, says);
    parent.set(name, before);
  }

  private void added(ObjectNode parent, String name, String at, String says) {
    parent.put(name, 1);
    keep(at, says);
    parent.remove(name);
  }

  private void replaced(JsonNode parent, Object key, JsonNode value, String at, String says) {
    if (says == null) {
      return;
    }
    JsonNode before = child(parent, key);
    put(parent, key).accept(value);
    keep(at, says);
    if (before == null) {
      ((ObjectNode) parent).remove((String) key);
    } else {
      put(parent, key).accept(before);
    }
  }

  private void keep(String at, String says) {
    try {
      mutants.add(new Mutant(at, says, Buffer.buffer(MAPPER.writeValueAsBytes(root))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode child(JsonNode parent, Object key) {
    return key instanceof Integer index ? parent.get(index) : parent.get((String) key);
  }

  private static Consumer<JsonNode> put(JsonNode parent, Object key) {
    return key instanceof Integer index
        ? value -> ((ArrayNode) parent).set(index, value)
        : value -> ((ObjectNode) parent).set((String) key, value);
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
