package org.stylestream.protocol.record;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a field of a record can be in JSON, with its bounds. */
sealed interface FieldType {
  /** What such a field must be, in words. */
  String expected();

  /** Integers from {@code min} to {@code max}, read as {@code int} or {@code long}. */
  record Whole(Class<?> type, long min, long max) implements FieldType {
    boolean allows(long number) {
      return number >= min && number <= max;
    }

    @Override
    public String expected() {
      return "an integer from %d to %d".formatted(min, max);
    }
  }

  /** Finite numbers from {@code min} to {@code max}. */
  record Real(double min, double max) implements FieldType {
    boolean allows(double number) {
      return number >= min && number <= max;
    }

    boolean isBounded() {
      return min > -Double.MAX_VALUE || max < Double.MAX_VALUE;
    }

    @Override
    public String expected() {
      return isBounded()
          ? "a number from %s to %s".formatted(shortest(min), shortest(max))
          : "a finite number";
    }
  }

  /** True or false. */
  record Truth() implements FieldType {
    @Override
    public String expected() {
      return "true or false";
    }
  }

  /** Text of at most {@code longest} code points, in a form where one is asked for. */
  record Words(int longest, Optional<Form> form) implements FieldType {
    boolean allows(String text) {
      return isShortEnough(text)
          && UnicodeText.isWellFormed(text)
          && form.map(wanted -> wanted.pattern().matcher(text).matches()).orElse(true);
    }

    boolean isShortEnough(String text) {
      return text.codePointCount(0, text.length()) <= longest;
    }

    @Override
    public String expected() {
      return form.map(Form::words).orElse("text of at most %d characters".formatted(longest));
    }
  }

  /** The form of a text: an expression for the whole of it, and what that asks for in words. */
  record Form(Pattern pattern, String words) {}

  /** The constants of an enum, in lower case, words joined by dashes. */
  record Choice(Class<?> type, List<String> names) implements FieldType {
    @Override
    public String expected() {
      return oneOf(names);
    }
  }

  /** An array. */
  record Listing(FieldType element, int min, int max) implements FieldType {
    boolean allows(int size) {
      return size >= min && size <= max;
    }

    @Override
    public String expected() {
      return "an array of %d to %d elements".formatted(min, max);
    }
  }

  /** An object of any keys that {@code key} allows. */
  record Mapping(Words key, FieldType value, int min, int max) implements FieldType {
    boolean allows(int size) {
      return size >= min && size <= max;
    }

    @Override
    public String expected() {
      return "an object of %d to %d fields".formatted(min, max);
    }
  }

  /** A field that may be left out. */
  record Possible(FieldType present) implements FieldType {
    @Override
    public String expected() {
      return present.expected() + ", or be left out";
    }
  }

  /** A record, or a sealed interface of records. */
  record Nested(Class<?> type) implements FieldType {
    @Override
    public String expected() {
      return "an object";
    }
  }

  /** The name of an enum's constant in JSON. */
  static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One name, or a choice of them, in words. */
  static String oneOf(List<String> names) {
    return names.size() == 1
        ? "\"%s\"".formatted(names.get(0))
        : "one of \"%s\"".formatted(String.join("\", \"", names));
  }

  /** A number without needless digits. */
  static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e18
        ? Long.toString((long) value)
        : Double.toString(value);
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
      return choice(plain);
    }
    if (plain.isRecord() || plain.isSealed()) {
      return new Nested(plain);
    }
    throw new IllegalArgumentException("a record on the wire can't have a " + type);
  }

  private static Whole whole(Class<?> type, long least, long greatest, AnnotatedElement bounds) {
    Range range = bounds.getAnnotation(Range.class);
    if (range == null) {
      return new Whole(type, least, greatest);
    }
    Whole whole = new Whole(type, (long) range.min(), (long) range.max());
    if (whole.min() != range.min()
        || whole.max() != range.max()
        || whole.min() < least
        || whole.max() > greatest) {
      throw new IllegalArgumentException("%s can't have %s".formatted(type, range));
    }
    return whole;
  }

  private static Choice choice(Class<?> type) {
    return new Choice(
        type,
        Arrays.stream(type.getEnumConstants())
            .map(constant -> wireName((Enum<?>) constant))
            .toList());
  }

  private static Words words(AnnotatedElement bounds) {
    Optional<Text> text = Optional.ofNullable(bounds.getAnnotation(Text.class));
    return new Words(
        Text.LONGEST, text.map(form -> new Form(Pattern.compile(form.pattern()), form.words())));
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
