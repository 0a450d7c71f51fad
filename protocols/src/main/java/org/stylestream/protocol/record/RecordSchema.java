package org.stylestream.protocol.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON schema (draft 2020-12) of records. It takes what {@link RecordReader} takes, and three
 * things more that a schema can't refuse: what breaks a rule that joins several fields, which a
 * record checks itself; an integer written as {@code 1.0}; and a field that is given twice.
 */
public final class RecordSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode definitions = NODES.objectNode();

  private RecordSchema() {}

  /**
   * The schema of a record or a sealed interface. Every record in it is one of its {@code $defs},
   * by its simple name.
   */
  public static ObjectNode of(Class<?> type) {
    RecordSchema schema = new RecordSchema();
    ObjectNode root = NODES.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", type.getSimpleName());
    root.setAll(schema.reference(type));
    root.set("$defs", schema.definitions);
    return root;
  }

  private ObjectNode reference(Class<?> type) {
    String name = type.getSimpleName();
    if (!definitions.has(name)) {
      definitions.putObject(name);
      definitions.set(name, type.isRecord() ? record(type) : alternatives(type));
    }
    return NODES.objectNode().put("$ref", "#/$defs/" + name);
  }

  private ObjectNode alternatives(Class<?> sealed) {
    RecordShape shape = RecordShape.of(sealed);
    ObjectNode schema = described(NODES.objectNode(), shape.meaning());
    ArrayNode alternatives = schema.putArray("oneOf");
    for (Map.Entry<String, Class<?>> entry : shape.alternatives().entrySet()) {
      alternatives.add(reference(entry.getValue()));
      name((ObjectNode) definitions.get(entry.getValue().getSimpleName()), entry.getKey());
    }
    return schema;
  }

  private static void name(ObjectNode alternative, String name) {
    ((ObjectNode) alternative.get("properties")).putObject(RecordReader.TYPE).put("const", name);
    ((ArrayNode) alternative.get("required")).insert(0, RecordReader.TYPE);
  }

  private ObjectNode record(Class<?> type) {
    RecordShape shape = RecordShape.of(type);
    ObjectNode schema = described(NODES.objectNode(), shape.meaning());
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (RecordShape.Field field : shape.fields().values()) {
      properties.set(field.name(), described(field(field.type()), field.meaning()));
      if (!(field.type() instanceof FieldType.Possible)) {
        required.add(field.name());
      }
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static ObjectNode described(ObjectNode schema, Optional<String> meaning) {
    meaning.ifPresent(sentence -> schema.put("description", sentence));
    return schema;
  }

  private ObjectNode field(FieldType type) {
    ObjectNode schema = NODES.objectNode();
    if (type instanceof FieldType.Possible possible) {
      return field(possible.present());
    }
    if (type instanceof FieldType.Nested nested) {
      return reference(nested.type());
    }
    if (type instanceof FieldType.Whole whole) {
      schema.put("type", "integer").put("minimum", whole.min()).put("maximum", whole.max());
    } else if (type instanceof FieldType.Real real) {
      schema.put("type", "number").put("minimum", real.min()).put("maximum", real.max());
    } else if (type instanceof FieldType.Words words) {
      schema.put("type", "string").put("maxLength", words.longest());
      words.form().ifPresent(form -> schema.put("pattern", "^(?:%s)$".formatted(form.pattern())));
    } else if (type instanceof FieldType.Choice choice) {
      ArrayNode names = schema.putArray("enum");
      choice.names().forEach(names::add);
    } else if (type instanceof FieldType.Listing listing) {
      schema.put("type", "array").put("minItems", listing.min()).put("maxItems", listing.max());
      schema.set("items", field(listing.element()));
    } else if (type instanceof FieldType.Mapping mapping) {
      schema.put("type", "object");
      schema.put("minProperties", mapping.min()).put("maxProperties", mapping.max());
      schema.set("propertyNames", field(mapping.key()));
      schema.set("additionalProperties", field(mapping.value()));
    } else {
      schema.put("type", "boolean");
    }
    return schema;
  }
}
