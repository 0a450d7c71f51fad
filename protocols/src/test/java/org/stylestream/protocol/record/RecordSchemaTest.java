package org.stylestream.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.protocol.message.Discover;

/** The schema and the reader against each other; the schema is judged by Vert.x' validator. */
class RecordSchemaTest {
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("urn:stylestream:test")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Flag);

  /** What a schema can't say: rules that join several fields. */
  private static final Pattern JOINED =
      Pattern.compile(
          "changes\\.start is|there is an initial image|changes\\.size and changes\\.start"
              + "|an image of|a frame of|sequence is 0|the event is a preview|a chunk is of");

  static Stream<Class<?>> types() {
    return WireTypes.MESSAGES.stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  <T> void recordsAreValid(Class<T> type) {
    Validator validator = validator(type);
    RandomRecords records = new RandomRecords(6);
    for (int i = 0; i < 200; i++) {
      Buffer json = RecordWriter.write(records.next(type), type);
      assertThat(isValid(validator, json)).as("%s", json).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  <T> void everyFaultOfEveryFieldIsInvalid(Class<T> type) {
    Validator validator = validator(type);
    RandomRecords records = new RandomRecords(7);
    for (int i = 0; i < 20; i++) {
      for (Mutants.Mutant mutant : Mutants.of(RecordWriter.write(records.next(type), type), type)) {
        assertThat(isValid(validator, mutant.json())).as("%s", mutant).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  <T> void schemaAndReaderAgreeAboutMutations(Class<T> type) {
    Validator validator = validator(type);
    RandomRecords records = new RandomRecords(8);
    Random random = new Random(9);
    List<String> values = List.of("0", "1", "-1", "\"1\"", "\"job\"", "true", "[]", "{}", "null");
    Pattern value = Pattern.compile("(?<=[:\\[,])(\"[^\"\\\\]*\"|-?[0-9]+|true|false)(?=[,}\\]])");
    for (int i = 0; i < 500; i++) {
      String json = RecordWriter.write(records.next(type), type).toString();
      String other = values.get(random.nextInt(values.size()));
      long places = value.matcher(json).results().count();
      if (places == 0) {
        continue;
      }
      long place = random.nextLong(places);
      long[] met = {0};
      Buffer mutated =
          Buffer.buffer(
              value
                  .matcher(json)
                  .replaceAll(
                      result ->
                          Matcher.quoteReplacement(met[0]++ == place ? other : result.group())));
      assertAgreement(validator, mutated, type);
    }
  }

  private static <T> void assertAgreement(Validator validator, Buffer json, Class<T> type) {
    boolean valid = isValid(validator, json);
    try {
      RecordReader.read(json, type);
      assertThat(valid).as("valid, as it can be read: %s", json).isTrue();
    } catch (RecordFormatException e) {
      if (valid && !JOINED.matcher(e.getMessage()).find()) {
        fail("%s is valid, but the reader says: %s", json, e.getMessage());
      }
    }
  }

  @Test
  void noTwoRecordsHaveTheSameName() {
    Set<String> names =
        WireTypes.all().stream().map(Class::getSimpleName).collect(Collectors.toSet());
    assertThat(names).hasSameSizeAs(WireTypes.all());
  }

  @Test
  void everythingHasAMeaning() {
    Set<String> without = new TreeSet<>();
    for (Class<?> type : WireTypes.all()) {
      RecordShape shape = RecordShape.of(type);
      if (shape.meaning().isEmpty()) {
        without.add(type.getSimpleName());
      }
      shape.fields().values().stream()
          .filter(field -> field.meaning().isEmpty())
          .forEach(field -> without.add(type.getSimpleName() + "." + field.name()));
    }
    assertThat(without).isEmpty();
  }

  @Test
  void aSchemaDescribesItsFields() {
    ObjectNode schema = RecordSchema.of(Discover.class);
    assertThat(schema)
        .hasToString(
            "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":\"Discover\","
                + "\"$ref\":\"#/$defs/Discover\",\"$defs\":{\"Discover\":{\"description\":"
                + "\"Asks all engines to announce themselves at once.\",\"type\":\"object\","
                + "\"properties\":{\"version\":{\"type\":\"integer\",\"minimum\":1,"
                + "\"maximum\":1000,\"description\":\"The protocol's version.\"}},"
                + "\"required\":[\"version\"],\"additionalProperties\":false}}}");
  }

  private static Validator validator(Class<?> type) {
    return SchemaRepository.create(OPTIONS)
        .dereference(
            "urn:stylestream:" + type.getSimpleName(),
            JsonSchema.of(new JsonObject(RecordSchema.of(type).toString())))
        .validator("urn:stylestream:" + type.getSimpleName());
  }

  private static boolean isValid(Validator validator, Buffer json) {
    return validator.validate(new JsonObject(json)).getValid();
  }
}
