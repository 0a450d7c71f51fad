package org.stylestream.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.message.Discover;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;

class RoundTripTest {
  static Stream<Class<?>> types() {
    return WireTypes.all().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  <T> void whatIsWrittenIsReadAgain(Class<T> type) throws RecordFormatException {
    RandomRecords records = new RandomRecords(1);
    for (int i = 0; i < 200; i++) {
      T record = records.next(type);
      Buffer json = RecordWriter.write(record, type);
      assertThat(RecordReader.read(json, type)).isEqualTo(record);
      assertThat(RecordReader.read(new JsonObject(json).toBuffer(), type))
          .as("by way of Vert.x")
          .isEqualTo(record);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  <T> void whatIsReadIsWrittenWithTheSameBytes(Class<T> type) throws RecordFormatException {
    RandomRecords records = new RandomRecords(2);
    for (int i = 0; i < 50; i++) {
      Buffer json = RecordWriter.write(records.next(type), type);
      assertThat(RecordWriter.write(RecordReader.read(json, type), type)).isEqualTo(json);
    }
  }

  @Test
  void equalRecordsHaveEqualBytes() {
    Map<String, Double> contentFirst = new LinkedHashMap<>();
    contentFirst.put("content", 1.0);
    contentFirst.put("style", 0.1);
    Map<String, Double> styleFirst = new LinkedHashMap<>();
    styleFirst.put("style", 0.1);
    styleFirst.put("content", 1.0);
    assertThat(new LossReport(2, contentFirst)).isEqualTo(new LossReport(2, styleFirst));
    assertThat(RecordWriter.write(new LossReport(2, styleFirst), LossReport.class))
        .hasToString("{\"total\":2.0,\"terms\":{\"content\":1.0,\"style\":0.1}}")
        .isEqualTo(RecordWriter.write(new LossReport(2, contentFirst), LossReport.class));
  }

  @Test
  void numbersAreWrittenTheSameOnEveryJvm() {
    // Double.toString gives 1.9999999999999998E23 before Java 19, and 2.0E23 since.
    assertThat(RecordWriter.write(new LossReport(2e23, Map.of()), LossReport.class))
        .hasToString("{\"total\":2.0E23,\"terms\":{}}");
  }

  @Test
  void theWriterRefusesWhatTheReaderWould() {
    assertRefused(new Discover(0), Discover.class, "version is 0; it must be an integer from 1");
    assertRefused(
        new LossReport(Double.NaN, Map.of()),
        LossReport.class,
        "total is NaN; it must be a finite");
    assertRefused(
        new LossReport(1, Map.of("a b", 1.0)),
        LossReport.class,
        "terms is a b; it must be 1 to 64");
    assertRefused(
        new Reply.Renewed(1, List.of("?")),
        Reply.class,
        "unknown is ?; it must be 1 to 64 letters");
    assertRefused(
        Fault.of(Fault.Code.INVALID, "\ud800"), Fault.class, "message is ?; it must be text");
    assertRefused(
        new Reply.Submitted(
            "engine", new RandomRecords(3).next(Reply.Attached.class).status(), 1, hashes(52)),
        Reply.class,
        "missing is 52 elements; it must be an array of 0 to 51 elements");
  }

  @Test
  void theWriterRefusesWhatIsLargerThanAMessage() {
    JobEvent.Accepted accepted = new RandomRecords(4).next(JobEvent.Accepted.class);
    JobEvent verbose =
        new JobEvent.Accepted(
            accepted.engineId(),
            accepted.device(),
            accepted.network(),
            accepted.networkOrigin(),
            accepted.height(),
            accepted.width(),
            accepted.plannedIterations(),
            accepted.resumedFrom(),
            IntStream.range(0, 64).mapToObj(i -> "🎨".repeat(Text.LONGEST)).toList());
    assertRefused(verbose, JobEvent.class, "bytes; at most 1048576 are allowed");
  }

  @Test
  void aFaultToldAtLengthIsCutAndSent() throws RecordFormatException {
    Fault fault = new Fault(Fault.Code.DEVICE, "🎨".repeat(5000), Optional.empty());
    assertThat(fault.message()).endsWith("🎨…");
    assertThat(RecordReader.read(RecordWriter.write(fault, Fault.class), Fault.class))
        .isEqualTo(fault);
  }

  @Test
  void theLongestListOfJobsFitsIntoAMessage() throws RecordFormatException {
    String id = "x".repeat(64);
    Reply jobs =
        new Reply.Jobs(
            IntStream.range(0, Limits.MOST_LISTED)
                .mapToObj(
                    i ->
                        new JobStatus(
                            id,
                            id,
                            JobState.UPLOADING,
                            Priority.NORMAL,
                            1_000_000_000,
                            1_000_000,
                            1_000_000,
                            9_000_000_000_000_000L,
                            9_000_000_000_000_000L,
                            Optional.of(id)))
                .toList());
    assertThat(RecordReader.read(RecordWriter.write(jobs, Reply.class), Reply.class))
        .isEqualTo(jobs);
  }

  private static List<String> hashes(int count) {
    return IntStream.range(0, count).mapToObj("%064x"::formatted).toList();
  }

  private static <T> void assertRefused(T record, Class<T> type, String part) {
    assertThatThrownBy(() -> RecordWriter.write(record, type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }
}
