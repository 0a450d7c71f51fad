package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.DeepDreamRequest;
import org.stylestream.protocol.job.FeatureMapsRequest;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.message.Discover;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.protocol.record.RecordWriter;

/** What is asked of an engine, and its answers. */
class RequestTest {
  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();
  private final Semaphore begin = new Semaphore(0);
  private Engine engine;
  private BusClient client;

  @BeforeEach
  void start() throws Exception {
    engine =
        fixture.start(
            EngineFixture.in(folder).with(new EngineOptions.Waiting(3, 2)),
            SteeredDevice.waitingFor(EngineFixture.device(), begin));
    client = fixture.client("client");
  }

  @AfterEach
  void close() throws Exception {
    begin.release(1000);
    fixture.close();
  }

  @Test
  void theSameSubmissionAgainTellsTheJobsState() {
    SampleJob job = SampleJob.of("job", 3);
    Reply.Submitted first = client.submit(job);
    client.awaitThat(() -> state("job") == JobState.RUNNING);
    Reply.Submitted second = client.begin(job);
    assertThat(second.status().state()).isEqualTo(JobState.RUNNING);
    assertThat(second.missing()).isEmpty();
    assertThat(second.attachment()).isNotEqualTo(first.attachment());
    begin.release();
    client.awaitEnd();
    assertThat(client.all(JobEvent.Progress.class)).hasSize(4);
  }

  @Test
  void anotherRequestByTheSameIdIsAConflict() {
    client.submit(SampleJob.of("job", 3));
    Fault fault = refusal(SampleJob.of("job", 4));
    assertThat(fault.code()).isEqualTo(Fault.Code.CONFLICT);
    assertThat(fault.message()).contains("another job job");
  }

  @Test
  void twoSubmissionsAtOnceMakeOneJob() throws Exception {
    JsonObject submit =
        new JsonObject(
            RecordWriter.write(SampleJob.of("job", 3).submit("client"), EngineRequest.class));
    var first = fixture.vertx().eventBus().<JsonObject>request(Addresses.ANY_ENGINE, submit);
    var second = fixture.vertx().eventBus().<JsonObject>request(Addresses.ANY_ENGINE, submit);
    for (var reply : List.of(first, second)) {
      assertThat(
              RecordReader.read(reply.await(60, TimeUnit.SECONDS).body().toBuffer(), Reply.class))
          .isInstanceOf(Reply.Submitted.class);
    }
    assertThat(engine.view().counters().submitted()).isEqualTo(1);
  }

  @Test
  void whatCannotBeDoneIsRefusedInASentence() {
    SampleJob job = SampleJob.of("job", 3);
    StyleTransferRequest good = job.request();
    assertRefused(
        Fault.Code.INVALID,
        "block1_conv1 has no filter 9; its filters are 0 to 3",
        new FeatureMapsRequest(
            good.network(), good.content(), List.of("block1_conv1"), List.of(9), Optional.empty()));
    assertRefused(
        Fault.Code.INVALID,
        "the smallest of 3 octaves would be 20×16, but block4_conv1 needs sides of at least 40",
        new DeepDreamRequest(
            good.network(),
            good.content(),
            Map.of("block4_conv1", 1.0),
            List.of(),
            Optional.empty(),
            3,
            1.4,
            1,
            1,
            Optional.empty(),
            0,
            0,
            0,
            Optional.empty(),
            0));
    assertRefused(
        Fault.Code.UNSUPPORTED,
        "no network vgg16; it has tiny",
        with(good, "vgg16", good.preset()));
    assertRefused(
        Fault.Code.UNSUPPORTED, "there is no preset 'fast'", with(good, good.network(), "fast"));
    assertRefused(
        Fault.Code.INVALID,
        "learningRate has no meaning for lbfgs",
        with(good, changes("lbfgs", 1.0, "32")));
    assertRefused(
        Fault.Code.INVALID, "at least 16 pixels", with(good, changes("adam", 1.0, "8x8")));
    assertRefused(
        Fault.Code.TOO_LARGE,
        "the result can't be sent",
        with(good, changes("adam", 1.0, "32000x32000")));
    Fault tooLarge = refusal(job.submit("client", with(good, changes("adam", 1.0, "9000x9000"))));
    assertThat(tooLarge.code()).isEqualTo(Fault.Code.TOO_LARGE);
    assertThat(tooLarge.message()).contains("9000×9000 needs about").contains("would fit");
  }

  private static PresetChanges changes(String optimizer, double rate, String size) {
    JsonObject json =
        new JsonObject()
            .put("optimizer", new JsonObject().put("kind", optimizer).put("learningRate", rate))
            .put("size", size);
    try {
      return RecordReader.read(json.toBuffer(), PresetChanges.class);
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static StyleTransferRequest with(
      StyleTransferRequest good, String network, String preset) {
    return new StyleTransferRequest(
        network,
        preset,
        good.changes(),
        good.content(),
        good.styles(),
        good.initial(),
        good.seed());
  }

  private static StyleTransferRequest with(StyleTransferRequest good, PresetChanges changes) {
    return new StyleTransferRequest(
        good.network(),
        good.preset(),
        changes,
        good.content(),
        good.styles(),
        good.initial(),
        good.seed());
  }

  private void assertRefused(Fault.Code code, String words, JobRequest request) {
    Fault fault = refusal(SampleJob.of("job", 3).submit("client", request));
    assertThat(fault.code()).as(fault.message()).isEqualTo(code);
    assertThat(fault.message()).contains(words);
  }

  private Fault refusal(SampleJob job) {
    return refusal(job.submit("client"));
  }

  private Fault refusal(EngineRequest request) {
    return ((Reply.Refused) client.ask(request)).fault();
  }

  @Test
  void anotherVersionOfTheProtocolIsRefused() {
    JsonObject submit =
        new JsonObject(
                RecordWriter.write(SampleJob.of("job", 3).submit("client"), EngineRequest.class))
            .put("version", Limits.VERSION + 1);
    Fault fault = ((Reply.Refused) client.ask(submit)).fault();
    assertThat(fault.field()).contains("version");
  }

  @Test
  void aFullQueueIsBusy() {
    client.submit(SampleJob.of("running", 3));
    client.awaitThat(() -> state("running") == JobState.RUNNING);
    client.submit(SampleJob.of("first", 3));
    client.submit(SampleJob.of("second", 3));
    Reply ownLimit = client.ask(SampleJob.of("third", 3).submit("client"));
    assertThat(ownLimit)
        .isInstanceOfSatisfying(Reply.Busy.class, busy -> assertThat(busy.queued()).isEqualTo(2));
    assertThat(client.ask(SampleJob.of("third", 3).submit("other")))
        .isInstanceOf(Reply.Submitted.class);
    assertThat(client.ask(SampleJob.of("fourth", 3).submit("third")))
        .isInstanceOfSatisfying(
            Reply.Busy.class, busy -> assertThat(busy.retryAfterMillis()).isBetween(250, 60_000));
    assertThat(engine.view().counters().busy()).isEqualTo(2);
  }

  @Test
  void messagesThatAreNoneAreCountedAndRefused() {
    long before = engine.view().counters().malformed();
    List<Object> malformed =
        List.of(
            new JsonObject(),
            new JsonObject().put("type", "submit"),
            new JsonObject().put("type", "cancel").put("jobId", 7),
            new JsonObject().put("type", "cancel").put("jobId", "half a pair: \ud83d"),
            Buffer.buffer("SSF1 and nothing else"),
            "text",
            new JsonArray().add(1),
            7);
    for (Object body : malformed) {
      assertThat(client.ask(body))
          .isInstanceOfSatisfying(
              Reply.Refused.class,
              refused -> assertThat(refused.fault().code()).isEqualTo(Fault.Code.INVALID));
    }
    assertThat(engine.view().counters().malformed() - before).isEqualTo(malformed.size());
    assertThat(client.ask(new EngineRequest.Describe())).isInstanceOf(Reply.Described.class);
  }

  @Test
  void anUploadMustBeWhatWasDescribed() {
    SampleJob job = SampleJob.of("job", 3);
    client.begin(job);
    Buffer content = job.uploads().values().iterator().next();
    String sha256 = SampleJob.sha256(content);
    int half = content.length() / 2;

    Buffer damaged = BusClient.chunk("job", sha256, content, 0, half);
    damaged.setByte(damaged.length() - 1, (byte) (damaged.getByte(damaged.length() - 1) + 1));
    assertThat(refusalOf(damaged).message()).contains("CRC-32C");

    assertThat(refusalOf(BusClient.chunk("job", sha256, content, half, 10)).message())
        .contains("the next must begin at 0");
    Buffer other = content.copy();
    other.setByte(0, (byte) (other.getByte(0) + 1));
    assertThat(refusalOf(BusClient.chunk("job", sha256, other, 0, other.length())))
        .satisfies(fault -> assertThat(fault.code()).isEqualTo(Fault.Code.DAMAGED))
        .satisfies(fault -> assertThat(fault.message()).contains("was described"));
    assertThat(refusalOf(BusClient.chunk("job", SampleJob.sha256(other), other, 0, 10)).message())
        .contains("asked for no upload");
    assertThat(refusalOf(BusClient.chunk("none", sha256, content, 0, 10)).code())
        .isEqualTo(Fault.Code.UNKNOWN_JOB);

    client.upload("job", content, 0, half);
    assertThat(client.upload("job", content, 10, 10)).isEqualTo(new Reply.Uploaded(false, false));
    assertThat(client.upload("job", content, half, content.length() - half))
        .isEqualTo(new Reply.Uploaded(true, false));
  }

  @Test
  void chunksThatNobodyWaitsForAreRefused() throws Exception {
    SampleJob job = SampleJob.of("job", 3);
    Reply.Submitted submitted = client.begin(job);
    Buffer content = job.uploads().values().iterator().next();
    String sha256 = SampleJob.sha256(content);
    List<Future<Message<JsonObject>>> replies = new ArrayList<>();
    for (int offset = 0; offset < content.length(); offset += 10) {
      replies.add(
          fixture
              .vertx()
              .eventBus()
              .request(
                  Addresses.engine(submitted.engineId()),
                  BusClient.chunk("job", sha256, content, offset, 10)));
    }

    List<String> answers = new ArrayList<>();
    for (Future<Message<JsonObject>> reply : replies) {
      answers.add(reply.await(1, TimeUnit.MINUTES).body().encode());
    }

    assertThat(answers)
        .anySatisfy(
            answer ->
                assertThat(answer)
                    .contains("\"refused\"", "chunks of the upload " + sha256 + " are under way"));
    assertThat(client.upload("job", content)).isEqualTo(new Reply.Uploaded(true, false));
  }

  private Fault refusalOf(Buffer chunk) {
    return ((Reply.Refused) client.ask(chunk)).fault();
  }

  @Test
  void anImageThatIsThereIsNotAskedForAgain() {
    client.submit(SampleJob.of("first", 3));
    Reply.Submitted second = client.begin(SampleJob.of("second", 3));
    assertThat(second.missing()).isEmpty();
    Reply.Submitted third =
        (Reply.Submitted) client.ask(SampleJob.of("third", 3, 2).submit("other"));
    assertThat(third.missing()).hasSize(1);
  }

  @Test
  void anImageThatComesForOneJobServesAllThatWait() {
    SampleJob first = SampleJob.of("first", 3);
    client.begin(first);
    BusClient other = fixture.client("other");
    other.begin(SampleJob.of("second", 3));
    client.submit(first);
    client.awaitThat(() -> state("second") == JobState.QUEUED);
  }

  @Test
  void anEngineTellsWhatItIsAndWhatItHas() {
    EngineAnnouncement described =
        ((Reply.Described) client.ask(new EngineRequest.Describe())).engine();
    assertThat(described.engineId()).isEqualTo(engine.engineId());
    assertThat(described.networks()).containsExactly("tiny");
    assertThat(described.kinds())
        .containsExactly(
            "style-transfer",
            "deep-dream",
            "content-reconstruction",
            "texture-synthesis",
            "feature-maps");
    assertThat(described.presets()).contains("stylestream");
    assertThat(described.slots()).isEqualTo(1);
    assertThat(described.devices()).hasSize(1);

    client.submit(SampleJob.of("first", 3));
    client.submit(SampleJob.of("second", 3));
    client.awaitThat(() -> state("second") == JobState.QUEUED);
    List<JobStatus> jobs = ((Reply.Jobs) client.ask(new EngineRequest.ListJobs(10))).jobs();
    assertThat(jobs).extracting(JobStatus::jobId).containsExactlyInAnyOrder("second", "first");
    assertThat(((Reply.Jobs) client.ask(new EngineRequest.ListJobs(1))).jobs()).hasSize(1);
    assertThat(((Reply.Refused) client.ask(new EngineRequest.Cancel("none"))).fault().code())
        .isEqualTo(Fault.Code.UNKNOWN_JOB);
    assertThat(
            ((Reply.Refused) client.ask(new EngineRequest.Attach("none", "client", 0, true)))
                .fault()
                .code())
        .isEqualTo(Fault.Code.UNKNOWN_JOB);
  }

  @Test
  void anEngineAnnouncesItselfWhenAskedAndWhenItChanges() throws Exception {
    List<EngineAnnouncement> announced = new CopyOnWriteArrayList<>();
    fixture
        .vertx()
        .eventBus()
        .<JsonObject>consumer(
            Addresses.ANNOUNCEMENTS,
            message -> {
              try {
                announced.add(
                    RecordReader.read(message.body().toBuffer(), EngineAnnouncement.class));
              } catch (RecordFormatException e) {
                throw new AssertionError(e);
              }
            })
        .completion()
        .await(60, TimeUnit.SECONDS);
    fixture
        .vertx()
        .eventBus()
        .publish(
            Addresses.DISCOVERY,
            new JsonObject(RecordWriter.write(new Discover(Limits.VERSION), Discover.class)));
    client.awaitThat(() -> !announced.isEmpty());
    client.submit(SampleJob.of("first", 3));
    client.awaitThat(() -> announced.stream().anyMatch(engine -> engine.running() == 1));
    engine.announceHttp("http://127.0.0.1:8080");
    client.awaitThat(() -> announced.stream().anyMatch(engine -> engine.http().isPresent()));
  }

  @Test
  void aDrainingEngineTakesNoJobs() {
    engine.drain();
    client.awaitThat(() -> engine.view().announcement().draining());
    assertThat(refusal(SampleJob.of("job", 3)).code()).isEqualTo(Fault.Code.DRAINING);
    assertThat(engine.view().health().ready()).isFalse();
    assertThat(engine.view().health().live()).isTrue();
  }

  private JobState state(String jobId) {
    return engine.view().jobs().stream()
        .filter(job -> job.jobId().equals(jobId))
        .map(JobStatus::state)
        .findFirst()
        .orElse(JobState.UPLOADING);
  }

  @Test
  void keptFramesAndResultMustFitIntoAFrame() {
    SampleJob job = SampleJob.of("job", 3).keeping(1, Datatype.F32);
    assertThat(
            refusal(job.submit("client", with(job.request(), changes("adam", 1.0, "12000x12000"))))
                .message())
        .contains("a frame of 1728000000 bytes is too large");
  }
}
