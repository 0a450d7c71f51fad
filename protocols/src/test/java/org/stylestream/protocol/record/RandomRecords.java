package org.stylestream.protocol.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Records of any type, at random within their bounds, often at the bounds. */
final class RandomRecords {
  private static final int TRIES = 100_000;
  private static final int MOST_ELEMENTS = 3;
  private static final List<String> TEXTS =
      List.of("", "text", "Ünïcode 漢字 🎨", "\"quotes\" \\ / and\nlines\t\u0000", "true");

  private final Random random;

  RandomRecords(long seed) {
    random = new Random(seed);
  }

  /** A record of a type, or of one of a sealed interface's. */
  <T> T next(Class<T> type) {
    RecordShape shape = RecordShape.of(type);
    if (!type.isRecord()) {
      List<Class<?>> alternatives = List.copyOf(shape.alternatives().values());
      return type.cast(next(alternatives.get(random.nextInt(alternatives.size()))));
    }
    for (int i = 0; i < TRIES; i++) {
      try {
        Object[] values =
            shape.fields().values().stream().map(field -> value(field.type())).toArray();
        return type.cast(shape.create(values));
      } catch (IllegalArgumentException e) {
        // The record has a rule that joins several fields: others may keep it.
        continue;
      }
    }
    throw new IllegalStateException("no " + type + " keeps its own rules");
  }

  private Object value(FieldType type) {
    if (type instanceof FieldType.Possible possible) {
      return random.nextBoolean() ? Optional.of(value(possible.present())) : Optional.empty();
    }
    if (type instanceof FieldType.Whole whole) {
      long number = whole(whole.min(), whole.max());
      boolean isInt = whole.type() == int.class || whole.type() == Integer.class;
      return isInt ? (Object) Math.toIntExact(number) : (Object) number;
    }
    if (type instanceof FieldType.Real real) {
      return real(real.min(), real.max());
    }
    if (type instanceof FieldType.Words words) {
      return words.form().map(form -> matching(form.pattern().pattern())).orElseGet(this::text);
    }
    if (type instanceof FieldType.Choice choice) {
      return choice.type().getEnumConstants()[random.nextInt(choice.names().size())];
    }
    if (type instanceof FieldType.Listing listing) {
      return IntStream.range(0, count(listing.min(), listing.max()))
          .mapToObj(i -> value(listing.element()))
          .collect(Collectors.toCollection(ArrayList::new));
    }
    if (type instanceof FieldType.Mapping mapping) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      int count = count(mapping.min(), mapping.max());
      while (entries.size() < count) {
        entries.put(value(mapping.key()), value(mapping.value()));
      }
      return entries;
    }
    return type instanceof FieldType.Nested nested ? next(nested.type()) : random.nextBoolean();
  }

  private long whole(long min, long max) {
    return switch (random.nextInt(4)) {
      case 0 -> min;
      case 1 -> max;
      case 2 -> Math.min(max, Math.max(min, min + random.nextInt(100)));
      default -> random.nextLong(min, max);
    };
  }

  private double real(double min, double max) {
    return switch (random.nextInt(4)) {
      case 0 -> min;
      case 1 -> max;
      case 2 -> Math.min(max, Math.max(min, random.nextGaussian()));
      default -> min / 2 + (max / 2 - min / 2) * random.nextDouble() + min / 2;
    };
  }

  private int count(int min, int max) {
    return min + random.nextInt(Math.min(max - min, MOST_ELEMENTS) + 1);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  /** A text of the few forms that the protocol has. */
  private String matching(String pattern) {
    List<String> texts =
        List.of(
            "block%d_conv%d".formatted(1 + random.nextInt(5), 1 + random.nextInt(8)),
            "%064x".formatted(random.nextLong() >>> 1),
            List.of("native", "512", "s1", "h99999", "640x480").get(random.nextInt(5)),
            "job-%x_Z".formatted(random.nextInt()));
    return texts.stream()
        .filter(text -> text.matches(pattern))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no text is known that matches " + pattern));
  }
}
