package org.stylestream.protocol.record;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a field of a record can be in JSON, with its bounds. */
sealed interface FieldType {
  /** Integers from {@code min} to {@code max}, read as {@code int} or {@code long}. */
  record Whole(Class<?> type, double min, double max) implements FieldType {}

  /** Finite numbers from {@code min} to {@code max}. */
  record Real(double min, double max) implements FieldType {}

  /** True or false. */
  record Truth() implements FieldType {}

  /** Text of at most {@code longest} characters, as {@code form} says where it is there. */
  record Words(int longest, Optional<Text> form) implements FieldType {}

  /** The constants of an enum, in lower case, words joined by dashes. */
  record Choice(Class<?> type) implements FieldType {
    List<String> names() {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> wireName((Enum<?>) constant))
          .toList();
    }
  }

  /** An array. */
  record Listing(FieldType element, int min, int max) implements FieldType {}

  /** An object of any keys that {@code key} allows. */
  record Mapping(Words key, FieldType value, int min, int max) implements FieldType {}

  /** A field that may be left out. */
  record Possible(FieldType present) implements FieldType {}

  /** A record, or a sealed interface of records. */
  record Nested(Class<?> type) implements FieldType {}

  /** The name of an enum's constant in JSON. */
  static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The field type of a Java type.
   *
   * @param bounds where the annotations are
   * @throws IllegalArgumentException if records can't have such a component
   */
  static FieldType of(Type type, AnnotatedElement bounds) {
    if (type instanceof ParameterizedType parameterized) {
      return generic(parameterized, bounds);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == int.class || plain == Integer.class) {
      return whole(plain, Integer.MIN_VALUE, Integer.MAX_VALUE, bounds);
    }
    if (plain == long.class || plain == Long.class) {
      return whole(plain, Long.MIN_VALUE, Long.MAX_VALUE, bounds);
    }
    if (plain == double.class || plain == Double.class) {
      Range range = bounds.getAnnotation(Range.class);
      return range == null
          ? new Real(-Double.MAX_VALUE, Double.MAX_VALUE)
          : new Real(range.min(), range.max());
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return new Truth();
    }
    if (plain == String.class) {
      return words(bounds);
    }
    if (plain.isEnum()) {
      return new Choice(plain);
    }
    if (plain.isRecord() || plain.isSealed()) {
      return new Nested(plain);
    }
    throw new IllegalArgumentException("a record on the wire can't have a " + type);
  }

  private static Whole whole(Class<?> type, double min, double max, AnnotatedElement bounds) {
    Range range = bounds.getAnnotation(Range.class);
    return range == null ? new Whole(type, min, max) : new Whole(type, range.min(), range.max());
  }

  private static Words words(AnnotatedElement bounds) {
    return new Words(Text.LONGEST, Optional.ofNullable(bounds.getAnnotation(Text.class)));
  }

  private static FieldType generic(ParameterizedType type, AnnotatedElement bounds) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return new Possible(of(arguments[0], bounds));
    }
    Count count = bounds.getAnnotation(Count.class);
    int min = count == null ? 0 : count.min();
    int max = count == null ? Count.MOST : count.max();
    if (type.getRawType() == List.class) {
      return new Listing(of(arguments[0], bounds), min, max);
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return new Mapping(words(bounds), of(arguments[1], bounds), min, max);
    }
    throw new IllegalArgumentException("a record on the wire can't have a " + type);
  }
}
