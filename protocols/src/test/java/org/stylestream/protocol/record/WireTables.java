package org.stylestream.protocol.record;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;

/** The tables of the wire page, made from the records. */
final class WireTables {
  private static final int HEX_COLUMNS = 16;

  private final StringBuilder page = new StringBuilder();
  private final Set<Class<?>> described = new LinkedHashSet<>();

  private WireTables() {}

  /** Every record with its fields, then every enum with its constants. */
  static String messages() {
    WireTables tables = new WireTables();
    WireTypes.MESSAGES.forEach(tables::message);
    List<Class<?>> parts = new ArrayList<>(WireTypes.all());
    parts.removeAll(tables.described);
    parts.forEach(tables::message);
    WireTypes.enums().forEach(tables::constants);
    return tables.page.toString();
  }

  /** A chunk, byte by byte. */
  static String chunk() {
    Chunk chunk =
        new Chunk(
            new ChunkHeader("portrait", 1, 7, 0, Optional.empty(), 12, 0),
            Buffer.buffer(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    byte[] message = chunk.encode().getBytes();
    return IntStream.iterate(0, at -> at < message.length, at -> at + HEX_COLUMNS)
        .mapToObj(at -> hexLine(message, at))
        .collect(Collectors.joining("\n", "```\n", "\n```\n"));
  }

  private static String hexLine(byte[] message, int at) {
    int to = Math.min(message.length, at + HEX_COLUMNS);
    String hex =
        IntStream.range(at, to)
            .mapToObj(i -> "%02x".formatted(message[i]))
            .collect(Collectors.joining(" "));
    String text =
        IntStream.range(at, to)
            .mapToObj(i -> message[i] >= ' ' && message[i] < 127 ? "" + (char) message[i] : ".")
            .collect(Collectors.joining());
    return "%04x  %-47s  %s".formatted(at, hex, text);
  }

  private void message(Class<?> type) {
    if (!described.add(type)) {
      return;
    }
    RecordShape shape = RecordShape.of(type);
    page.append("### %s\n\n%s\n\n".formatted(type.getSimpleName(), shape.meaning().orElseThrow()));
    if (type.isRecord()) {
      fields(shape);
      return;
    }
    page.append("| `type` | Record | |\n|---|---|---|\n");
    shape
        .alternatives()
        .forEach(
            (name, alternative) ->
                row(
                    "`%s`".formatted(name),
                    link(alternative),
                    RecordShape.of(alternative).meaning().orElseThrow()));
    page.append("\n");
    shape.alternatives().values().forEach(this::message);
  }

  private void fields(RecordShape shape) {
    if (shape.fields().isEmpty()) {
      page.append("No fields.\n\n");
      return;
    }
    page.append("| Field | Must be | Meaning |\n|---|---|---|\n");
    for (Map.Entry<String, RecordShape.Field> entry : shape.fields().entrySet()) {
      row(
          "`%s`".formatted(entry.getKey()),
          words(entry.getValue().type()),
          entry.getValue().meaning().orElseThrow());
    }
    page.append("\n");
  }

  private void constants(Class<?> type) {
    String owner = type.getDeclaringClass() == null ? "" : type.getDeclaringClass().getSimpleName();
    page.append(
        "### %s%s\n\n| Constant | Meaning |\n|---|---|\n".formatted(owner, type.getSimpleName()));
    for (Object constant : type.getEnumConstants()) {
      page.append(
          "| `%s` | %s |\n"
              .formatted(FieldType.wireName((Enum<?>) constant), meaning((Enum<?>) constant)));
    }
    page.append("\n");
  }

  private static String meaning(Enum<?> constant) {
    try {
      return Optional.ofNullable(
              constant.getDeclaringClass().getField(constant.name()).getAnnotation(Meaning.class))
          .orElseThrow(() -> new AssertionError("give %s a @Meaning".formatted(constant)))
          .value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private void row(String... cells) {
    page.append("| %s |\n".formatted(String.join(" | ", cells).replace("<", "\\<")));
  }

  private static String words(FieldType type) {
    if (type instanceof FieldType.Possible possible) {
      return words(possible.present()) + "; or left out";
    }
    if (type instanceof FieldType.Nested nested) {
      return link(nested.type());
    }
    if (type instanceof FieldType.Listing listing) {
      return "array of %d to %d: %s"
          .formatted(listing.min(), listing.max(), words(listing.element()));
    }
    if (type instanceof FieldType.Mapping mapping) {
      return "object of %d to %d fields, each named by %s: %s"
          .formatted(mapping.min(), mapping.max(), words(mapping.key()), words(mapping.value()));
    }
    if (type instanceof FieldType.Choice choice) {
      return choice.names().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
    }
    return type.expected();
  }

  private static String link(Class<?> type) {
    return "[%s](#%s)"
        .formatted(type.getSimpleName(), type.getSimpleName().toLowerCase(Locale.ROOT));
  }
}
