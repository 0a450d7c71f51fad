package org.stylestream.protocol.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/**
 * The JSON schema (draft 2020-12) of records: what {@link RecordReader} takes, but for rules that
 * join several fields, which a record checks itself.
 */
public final class RecordSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode definitions = NODES.objectNode();

  private RecordSchema() {}

  /** The schema of a record or a sealed interface. */
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
    ObjectNode schema = described(NODES.objectNode(), sealed.getAnnotation(Meaning.class));
    ArrayNode alternatives = schema.putArray("oneOf");
    for (Map.Entry<String, Class<?>> entry : RecordReader.alternatives(sealed).entrySet()) {
      ObjectNode alternative = record(entry.getValue());
      ((ObjectNode) alternative.get("properties"))
          .putObject(RecordReader.TYPE)
          .put("const", entry.getKey());
      ((ArrayNode) alternative.get("required")).insert(0, RecordReader.TYPE);
      alternatives.add(alternative);
    }
    return schema;
  }

  private ObjectNode record(Class<?> type) {
    ObjectNode schema = described(NODES.objectNode(), type.getAnnotation(Meaning.class));
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (RecordComponent component : type.getRecordComponents()) {
      FieldType field = FieldType.of(component.getGenericType(), component);
      properties.set(
          component.getName(), described(field(field), component.getAnnotation(Meaning.class)));
      if (!(field instanceof FieldType.Possible)) {
        required.add(component.getName());
      }
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static ObjectNode described(ObjectNode schema, Meaning meaning) {
    if (meaning != null) {
      schema.put("description", meaning.value());
    }
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
      schema.put("type", "integer");
      if (whole.max() < RecordReader.MOST_EXACT) {
        schema.put("minimum", (long) whole.min()).put("maximum", (long) whole.max());
      }
    } else if (type instanceof FieldType.Real real) {
      schema.put("type", "number");
      if (real.max() < Double.MAX_VALUE) {
        schema.put("minimum", real.min()).put("maximum", real.max());
      }
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
