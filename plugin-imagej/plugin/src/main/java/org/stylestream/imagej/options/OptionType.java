package org.stylestream.imagej.options;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an option's values are, and how they are written. {@code read(write(value))} is the value
 * again.
 */
public sealed interface OptionType<T> {
  /**
   * The value of a text.
   *
   * @throws IllegalArgumentException if it is none; the message says what it must be, and goes on
   *     with a sentence that names option and text
   */
  T read(String text);

  /** The text of a value; empty for one that is absent. */
  String write(T value);

  /** A whole number from {@code min} to {@code max}. */
  record Whole(int min, int max) implements OptionType<Integer> {
    @Override
    public Integer read(String text) {
      try {
        // A program's 2.0 is as good as 2.
        int value = new BigDecimal(text.strip()).intValueExact();
        if (value >= min && value <= max) {
          return value;
        }
      } catch (ArithmeticException | NumberFormatException e) {
        // Said below.
      }
      throw new IllegalArgumentException(
          "it must be a whole number from %d to %d".formatted(min, max));
    }

    @Override
    public String write(Integer value) {
      return value.toString();
    }
  }

  /** A number from {@code min} to {@code max}. */
  record Decimal(double min, double max) implements OptionType<Double> {
    @Override
    public Double read(String text) {
      try {
        double value = Double.parseDouble(text.strip());
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new IllegalArgumentException(
          "it must be a number from %s to %s".formatted(write(min), write(max)));
    }

    @Override
    public String write(Double value) {
      String text = value.toString();
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
  }

  /** Yes or no. */
  record Flag() implements OptionType<Boolean> {
    private static final Map<String, Boolean> WORDS =
        Map.of("true", true, "yes", true, "1", true, "false", false, "no", false, "0", false);

    @Override
    public Boolean read(String text) {
      return Optional.ofNullable(WORDS.get(text.strip().toLowerCase(Locale.ROOT)))
          .orElseThrow(() -> new IllegalArgumentException("it must be true or false"));
    }

    @Override
    public String write(Boolean value) {
      return value.toString();
    }
  }

  /** One of several words. */
  record Choice(List<String> words) implements OptionType<String> {
    public Choice {
      words = List.copyOf(words);
    }

    /** Of an enumeration's constants, as {@code gradient-descent}. */
    static <E extends Enum<E>> OptionType<E> of(Class<E> type) {
      return new Named<>(
          Arrays.stream(type.getEnumConstants()).map(Choice::word).toList(),
          text ->
              Arrays.stream(type.getEnumConstants())
                  .filter(constant -> word(constant).equals(text))
                  .findFirst()
                  .orElseThrow(),
          Choice::word);
    }

    private static String word(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String read(String text) {
      if (!words.contains(text.strip())) {
        throw new IllegalArgumentException("it must be one of " + String.join(", ", words));
      }
      return text.strip();
    }

    @Override
    public String write(String value) {
      return value;
    }
  }

  /** One of several words that stand for values. */
  record Named<T>(List<String> words, Function<String, T> value, Function<T, String> word)
      implements OptionType<T> {
    @Override
    public T read(String text) {
      return value.apply(new Choice(words).read(text));
    }

    @Override
    public String write(T named) {
      return word.apply(named);
    }
  }

  /**
   * A name of a form.
   *
   * @param usual names to choose from; others can be written
   * @param words the form in words
   */
  record Name(List<String> usual, Pattern form, String words) implements OptionType<String> {
    public Name {
      usual = List.copyOf(usual);
    }

    @Override
    public String read(String text) {
      if (!form.matcher(text).matches()) {
        throw new IllegalArgumentException("it must be " + words);
      }
      return text;
    }

    @Override
    public String write(String value) {
      return value;
    }
  }

  /**
   * What something else reads and writes.
   *
   * @param reader throws an IllegalArgumentException with a sentence of its own
   */
  record Written<T>(Function<String, T> reader, Function<T, String> writer)
      implements OptionType<T> {
    @Override
    public T read(String text) {
      return reader.apply(text);
    }

    @Override
    public String write(T value) {
      return writer.apply(value);
    }
  }

  /**
   * An open image by its title, or a picture file by its path.
   *
   * @param words that stand for other pictures
   */
  record Picture(List<String> words) implements OptionType<String> {
    public Picture {
      words = List.copyOf(words);
    }

    /** No other pictures. */
    Picture() {
      this(List.of());
    }

    @Override
    public String read(String text) {
      return text;
    }

    @Override
    public String write(String value) {
      return value;
    }
  }

  /** A file to read. */
  record InputFile() implements OptionType<Path> {
    @Override
    public Path read(String text) {
      return Path.of(text);
    }

    @Override
    public String write(Path value) {
      return value.toString();
    }
  }

  /** A file to write, with one of some extensions, in lower case and without a dot. */
  record OutputFile(List<String> extensions) implements OptionType<String> {
    public OutputFile {
      extensions = List.copyOf(extensions);
    }

    @Override
    public String read(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      if (extensions.stream().noneMatch(extension -> lower.endsWith("." + extension))) {
        throw new IllegalArgumentException(
            "it must be a file that ends with "
                + extensions.stream()
                    .map(extension -> "." + extension)
                    .collect(Collectors.joining(" or ")));
      }
      return text;
    }

    @Override
    public String write(String value) {
      return value;
    }
  }

  /** A folder. */
  record Folder() implements OptionType<String> {
    @Override
    public String read(String text) {
      return text;
    }

    @Override
    public String write(String value) {
      return value;
    }
  }

  /** A value that may be absent: its text is empty then. */
  record Maybe<T>(OptionType<T> type) implements OptionType<Optional<T>> {
    @Override
    public Optional<T> read(String text) {
      return text.isBlank() ? Optional.empty() : Optional.of(type.read(text));
    }

    @Override
    public String write(Optional<T> value) {
      return value.map(type::write).orElse("");
    }
  }

  /**
   * Several values, with a character between them, whose hexadecimal code stands for it inside one:
   * {@code %7C}.
   *
   * @param most so many are allowed
   */
  record Items<T>(OptionType<T> type, char separator, int most) implements OptionType<List<T>> {
    @Override
    public List<T> read(String text) {
      if (text.isBlank()) {
        return List.of();
      }
      List<T> items =
          Arrays.stream(text.split(Pattern.quote(String.valueOf(separator)), -1))
              .map(item -> type.read(item.replace(code(), String.valueOf(separator))))
              .toList();
      if (items.size() > most) {
        throw new IllegalArgumentException("at most %d are possible".formatted(most));
      }
      return items;
    }

    @Override
    public String write(List<T> values) {
      return values.stream()
          .map(item -> type.write(item).replace(String.valueOf(separator), code()))
          .collect(Collectors.joining(String.valueOf(separator)));
    }

    private String code() {
      return "%%%02X".formatted((int) separator);
    }
  }
}
