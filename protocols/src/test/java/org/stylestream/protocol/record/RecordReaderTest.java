package org.stylestream.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.protocol.event.EventMessage;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.message.Discover;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Reply;

class RecordReaderTest {
  private static final String SUBMIT =
      """
      {"type":"submit","version":1,"jobId":"job","clientId":"client","priority":"normal","request":
       {"type":"style-transfer","network":"auto","preset":"gatys","changes":{CHANGES},
        "content":{"height":2,"width":3,"datatype":"u8","sha256":"HASH"},
        "styles":[{"image":{"height":2,"width":3,"datatype":"u8","sha256":"HASH"},"weight":WEIGHT}],
        "seed":0},"delivery":
       {"keepEvery":0,"keptDatatype":"u8","resultDatatype":"f32","checkpointEvery":20,
        "checkpointsToClient":false,"onClientLoss":"cancel"},"chunks":true}
      """
          .replace("HASH", "0123456789abcdef".repeat(4));

  static Stream<Arguments> sentences() {
    return Stream.of(
        request("", "", "the message is empty; it must be a JSON object"),
        request("null", "", "the message is null; it must be an object"),
        request("[]", "", "the message is an array; it must be an object"),
        request(
            "{", "", "the message isn't JSON near character 1; it must be a JSON object in UTF-8"),
        request(
            "{\"type\":\"cancel\",\"jobId\":NaN}",
            "jobId",
            "jobId isn't JSON near character 28; it must be a JSON object in UTF-8"),
        request(
            "{\"type\":\"cancel\",\"jobId\":\"a\"}{}",
            "",
            "the message goes on after its end; leave the rest out"),
        request(
            "{\"type\":\"cancel\",\"jobId\":\"a\",\"jobId\":\"b\"}",
            "jobId",
            "jobId is given twice; it must be given once"),
        request(
            "{\"jobId\":\"a\"}",
            "type",
            "type is missing; it must be one of \"submit\", \"attach\", \"cancel\", \"grant\","
                + " \"renew\", \"describe\", \"list\""),
        request(
            "{\"type\":\"list\",\"limit\":\"5\"}",
            "limit",
            "limit is \"5\"; it must be an integer from 1 to 1024"),
        request(
            "{\"type\":\"list\",\"limit\":5.0}",
            "limit",
            "limit is 5.0; it must be an integer from 1 to 1024"),
        request(
            "{\"type\":\"list\",\"limit\":99999999999999999999999}",
            "limit",
            "limit is 99999999999999999999999; it must be an integer from 1 to 1024"),
        request(
            "{\"type\":\"list\"}",
            "limit",
            "limit is missing; it must be an integer from 1 to 1024"),
        request(
            "{\"type\":\"describe\",\"verbose\":true}",
            "verbose",
            "there is no field verbose; there are type"),
        request(
            "{\"type\":\"cancel\",\"jobId\":\"../etc\"}",
            "jobId",
            "jobId is \"../etc\"; it must be 1 to 64 letters, digits, dashes and underscores"),
        request(
            "{\"type\":\"cancel\",\"jobId\":\"a\\n\"}",
            "jobId",
            "jobId is \"a?\"; it must be 1 to 64 letters, digits, dashes and underscores"),
        request(
            "{\"type\":\"renew\",\"clientId\":\"c\",\"credits\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}",
            "credits[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]",
            "credits[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0] is too deep or has too long a"
                + " number; a message has at most 16 levels, and a number 100 digits"),
        request(
            submit("", "0"),
            "request.styles[0].weight",
            "request.styles[0].weight is 0; it must be a number from 1.0E-6 to 1000000"),
        request(
            submit("", "1e400"),
            "request.styles[0].weight",
            "request.styles[0].weight is Infinity; it must be a number from 1.0E-6 to 1000000"),
        request(
            submit("\"size\":\"0x0\"", "1"),
            "request.changes.size",
            "request.changes.size is \"0x0\"; it must be 512 (long side), s512 (short side), h400"
                + " (height), w600 (width), 640x480 (width × height) or native"),
        request(
            submit("\"pooling\":null", "1"),
            "request.changes.pooling",
            "request.changes.pooling is null; it must be one of \"max\", \"average\", or be left"
                + " out"),
        request(
            submit("\"styleLayers\":[]", "1"),
            "request.changes.styleLayers",
            "request.changes.styleLayers has 0 elements; it must be an array of 1 to 16 elements"),
        request(
            submit("\"start\":\"image\"", "1"),
            "request",
            "request: changes.start is image, but there is no initial image; give the field"
                + " initial"));
  }

  private static Arguments request(String json, String field, String sentence) {
    return Arguments.of(json, field, sentence);
  }

  private static String submit(String changes, String weight) {
    return SUBMIT.replace("CHANGES", changes).replace("WEIGHT", weight);
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void aRefusalNamesTheFieldAndSaysWhatWouldBeRight(String json, String field, String sentence) {
    RecordFormatException refusal = refusal(Buffer.buffer(json), EngineRequest.class);
    assertThat(refusal).hasMessage(sentence);
    assertThat(refusal.field()).isEqualTo(field);
  }

  @Test
  void whatIsRightIsRead() throws RecordFormatException {
    EngineRequest request =
        RecordReader.read(Buffer.buffer(submit("\"size\":\"512\"", "1")), EngineRequest.class);
    assertThat(request).isInstanceOf(EngineRequest.Submit.class);
  }

  static Stream<Class<?>> types() {
    return WireTypes.MESSAGES.stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  <T> void everyFaultOfEveryFieldIsRefused(Class<T> type) {
    RandomRecords records = new RandomRecords(5);
    Set<String> fields = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      T record = records.next(type);
      for (Mutants.Mutant mutant : Mutants.of(RecordWriter.write(record, type), type)) {
        RecordFormatException refusal = refusal(mutant.json(), type);
        assertThat(refusal.field()).as("%s", mutant).isEqualTo(mutant.field());
        assertThat(refusal).as("%s", mutant).hasMessageContaining(mutant.says());
        assertThat(refusal).as("%s", mutant).hasMessageContaining(mutant.field());
        fields.add(mutant.field());
      }
    }
    assertThat(fields).hasSizeGreaterThan(RecordShape.of(type).fields().size());
  }

  @Test
  void aMessageInAnotherEncodingIsRefused() {
    String json = "{\"version\":1}";
    for (Charset charset :
        List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
      refusal(Buffer.buffer(json.getBytes(charset)), Discover.class);
    }
    assertThat(refusal(Buffer.buffer(new byte[] {'{', (byte) 0xff, '}'}), Discover.class))
        .hasMessage("the message isn't UTF-8; it must be JSON in UTF-8");
    assertThat(refusal(Buffer.buffer(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}), Reply.class))
        .as("an overlong encoding of U+0000")
        .hasMessage("the message isn't UTF-8; it must be JSON in UTF-8");
  }

  @Test
  void halfASurrogatePairIsRefusedAndNotQuoted() {
    assertThat(
            refusal(
                Buffer.buffer(
                    "{\"type\":\"refused\",\"fault\":{\"code\":\"invalid\",\"message\":\"\\ud800\"}}"),
                Reply.class))
        .hasMessage("fault.message has half of a surrogate pair; it must be Unicode text");
    assertThat(refusal(Buffer.buffer("{\"type\":\"\\udc00\"}"), Reply.class))
        .hasMessageStartingWith("type is \"?\"; it must be one of");
    assertThat(refusal(Buffer.buffer("{\"a\\ud800\":1,\"version\":1}"), Discover.class))
        .hasMessage("there is no field a?; there are version");
    String emoji = "x".repeat(59) + "🎨🎨";
    assertThat(refusal(Buffer.buffer("{\"version\":\"" + emoji + "\"}"), Discover.class))
        .hasMessageStartingWith("version is \"" + "x".repeat(59) + "🎨…\"");
  }

  @Test
  void aMessageThatIsTooLargeIsNotLookedAt() {
    assertThat(refusal(Buffer.buffer(new byte[RecordReader.LARGEST_MESSAGE + 1]), Reply.class))
        .hasMessage("the message has 1048577 bytes; at most 1048576 are allowed");
  }

  @Test
  void aNumberThatIsTooLongIsRefused() {
    assertThat(
            refusal(
                Buffer.buffer("{\"version\":%s}".formatted("1".repeat(500_000))), Discover.class))
        .hasMessageStartingWith("version is too deep or has too long a number");
  }

  @Test
  void rulesThatJoinFieldsAreRefusedByTheirRecord() {
    assertThat(
            refusal(
                Buffer.buffer(
                    "{\"jobId\":\"j\",\"attachment\":1,\"sequence\":0,\"event\":{\"type\":\"queued\","
                        + "\"position\":1}}"),
                EventMessage.class))
        .hasMessage("sequence is 0, but the event is no preview; number it from 1");
    assertThat(
            refusal(
                Buffer.buffer(
                    "{\"jobId\":\"j\",\"attachment\":1,\"sequence\":2,\"preview\":3,\"total\":1,"
                        + "\"offset\":0}"),
                ChunkHeader.class))
        .hasMessageStartingWith("a chunk is of an event's frame (attachment and sequence), of a");
    // 2³⁰ · 2³⁰ · 4 · 4 = 2⁶⁴ is 0 in a long.
    assertThat(
            refusal(
                Buffer.buffer(
                    "{\"jobId\":\"j\",\"attachment\":1,\"sequence\":2,\"event\":{\"type\":\"kept\","
                        + "\"iteration\":0,\"frame\":{\"height\":1073741824,\"width\":1073741824,"
                        + "\"channels\":4,\"datatype\":\"f32\"}}}"),
                EventMessage.class))
        .hasMessage(
            "event.frame: a frame of 18446744073709552000 bytes is too large; at most 1600000000"
                + " are allowed");
  }

  @Test
  void expressionsOfTextsCannotBacktrackForLong() {
    WireTypes.all().stream()
        .flatMap(type -> RecordShape.of(type).fields().values().stream())
        .map(RecordShape.Field::type)
        .flatMap(RecordReaderTest::words)
        .flatMap(words -> words.form().stream())
        .forEach(
            form ->
                assertThat(form.pattern().pattern())
                    .as("a form has neither groups nor repetition without an end")
                    .doesNotContain("(", "*", "+", ",}"));
  }

  private static Stream<FieldType.Words> words(FieldType type) {
    if (type instanceof FieldType.Possible possible) {
      return words(possible.present());
    }
    if (type instanceof FieldType.Listing listing) {
      return words(listing.element());
    }
    if (type instanceof FieldType.Mapping mapping) {
      return Stream.concat(Stream.of(mapping.key()), words(mapping.value()));
    }
    return type instanceof FieldType.Words words ? Stream.of(words) : Stream.empty();
  }

  /** A record that can't be on the wire. */
  record Impossible(Object anything) {}

  /** A record whose bounds are no integers. */
  record HalfBound(@Range(min = 0.5, max = 3) int number) {}

  @Test
  void aRecordThatCannotBeOnTheWireIsAFaultOfTheProgram() {
    assertThatThrownBy(() -> RecordReader.read(Buffer.buffer("{}"), Impossible.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a record on the wire can't have a class java.lang.Object");
    assertThatThrownBy(() -> RecordReader.read(Buffer.buffer("{}"), HalfBound.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("int can't have");
    assertThatThrownBy(() -> RecordReader.read(Buffer.buffer("{}"), String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither a record nor a sealed interface");
  }

  private static <T> RecordFormatException refusal(Buffer json, Class<T> type) {
    RecordFormatException refusal =
        catchThrowableOfType(RecordFormatException.class, () -> RecordReader.read(json, type));
    assertThat(refusal).as("refusal of %s", json).isNotNull();
    return refusal;
  }
}
