package org.stylestream.protocol.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What reflection tells of a record or a sealed interface on the wire, asked once a class. */
final class RecordShape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private final Class<?> type;
  private final Map<String, Field> fields;
  private final Map<String, Class<?>> alternatives;
  private final Optional<Constructor<?>> constructor;

  private RecordShape(Class<?> type) {
    this.type = type;
    fields = type.isRecord() ? fieldsOf(type) : Map.of();
    constructor = type.isRecord() ? Optional.of(constructorOf(type)) : Optional.empty();
    alternatives = type.isRecord() ? Map.of() : alternativesOf(type);
  }

  /**
   * The shape of a class.
   *
   * @throws IllegalArgumentException if it is neither a record nor a sealed interface of records
   */
  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  /** A component of a record. */
  record Field(String name, FieldType type, Optional<String> meaning, Method accessor) {
    Object of(Object record) {
      try {
        return accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The fields of a record by their names, in the order of their declaration. */
  Map<String, Field> fields() {
    return fields;
  }

  /** The records of a sealed interface by their names, in the order of their declaration. */
  Map<String, Class<?>> alternatives() {
    return alternatives;
  }

  /** The name that tells a record of a sealed interface from the others. */
  String name() {
    return type.getAnnotation(Named.class).value();
  }

  /** What the record or the interface means. */
  Optional<String> meaning() {
    return Optional.ofNullable(type.getAnnotation(Meaning.class)).map(Meaning::value);
  }

  /**
   * A record of these values.
   *
   * @throws IllegalArgumentException if the record refuses them
   */
  Object create(Object[] values) {
    try {
      return constructor.orElseThrow().newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Field> fieldsOf(Class<?> type) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      fields.put(
          component.getName(),
          new Field(
              component.getName(),
              FieldType.of(component.getGenericType(), component),
              Optional.ofNullable(component.getAnnotation(Meaning.class)).map(Meaning::value),
              component.getAccessor()));
    }
    return Collections.unmodifiableMap(fields);
  }

  private static Constructor<?> constructorOf(Class<?> type) {
    try {
      return type.getDeclaredConstructor(
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Class<?>> alternativesOf(Class<?> sealed) {
    if (!sealed.isSealed()) {
      throw new IllegalArgumentException(sealed + " is neither a record nor a sealed interface");
    }
    Map<String, Class<?>> alternatives = new LinkedHashMap<>();
    for (Class<?> alternative : List.of(sealed.getPermittedSubclasses())) {
      alternatives.put(of(alternative).name(), alternative);
    }
    return Collections.unmodifiableMap(alternatives);
  }
}
