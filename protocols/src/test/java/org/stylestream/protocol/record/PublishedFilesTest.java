package org.stylestream.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;

/** What is published of the records is what the records say. */
class PublishedFilesTest {
  private static final Path SCHEMAS = Path.of("schema");
  private static final Path PAGE = Path.of("WIRE.md");
  private static final String PUBLISH = "stylestream.publish";
  private static final String COMMAND =
      "mvn -pl protocols test -Dtest=PublishedFilesTest -D%s=true".formatted(PUBLISH);

  static Stream<Class<?>> types() {
    return WireTypes.MESSAGES.stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void schemasAreCurrent(Class<?> type) throws IOException {
    assertCurrent(SCHEMAS.resolve(type.getSimpleName() + ".schema.json"), schema(type));
  }

  @Test
  void thereAreNoOtherSchemas() throws IOException {
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      assertThat(files).hasSameSizeAs(WireTypes.MESSAGES);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void schemasAreInTheJar(Class<?> type) throws IOException {
    String name = "/org/stylestream/protocol/schema/%s.schema.json".formatted(type.getSimpleName());
    try (var schema = Limits.class.getResourceAsStream(name)) {
      assertThat(schema).as(name).isNotNull();
    }
  }

  @Test
  void thePagesTablesAreCurrent() throws IOException {
    String page = Files.readString(PAGE).replace("\r\n", "\n");
    String current = replaced(page, "messages", WireTables.messages());
    assertCurrent(PAGE, replaced(current, "chunk", WireTables.chunk()));
  }

  @Test
  void thePageNamesEveryAddressAndLimit() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains(
            Addresses.ANNOUNCEMENTS,
            Addresses.DISCOVERY,
            "`" + Addresses.ANY_ENGINE + "`",
            Addresses.engine("<engineId>"),
            Addresses.client("<clientId>"))
        .contains(
            number(RecordReader.LARGEST_MESSAGE),
            number(Limits.LARGEST_FRAME),
            number(Limits.LARGEST_CHUNK),
            number(Limits.CHUNK),
            number(Limits.LARGEST_HEADER),
            number(Limits.LONGEST_SIDE),
            number(Limits.EVENT_WINDOW));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String schema(Class<?> type) throws JsonProcessingException {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return new ObjectMapper().writer(printer).writeValueAsString(RecordSchema.of(type)) + "\n";
  }

  private static String replaced(String page, String part, String content) {
    String begin = "<!-- %s: made from the records, begin -->\n".formatted(part);
    String end = "<!-- %s: end -->".formatted(part);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    assertThat(to).as("%s … %s in the page", begin, end).isGreaterThanOrEqualTo(from);
    return page.substring(0, from) + "\n" + content + page.substring(to);
  }

  private static void assertCurrent(Path file, String content) throws IOException {
    if (Boolean.getBoolean(PUBLISH)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, content);
    }
    assertThat(file).as("%s is made by: %s", file, COMMAND).exists();
    assertThat(Files.readString(file).replace("\r\n", "\n"))
        .as("%s is out of date; it is made by: %s", file, COMMAND)
        .isEqualTo(content);
  }
}
