package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.message.Credit;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;

/** How events and frames come: as far as the credit goes, complete, in order, and again if lost. */
class StreamingTest {
  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();
  private Engine engine;
  private BusClient client;

  @BeforeEach
  void start() throws Exception {
    engine = fixture.start(EngineFixture.in(folder));
    client = fixture.client("client");
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void framesComeWholeHoweverLittleTheCredit() {
    SampleJob job = SampleJob.of("job", 6).keeping(1, Datatype.U16);
    client.withWindow(1000, 1).submit(job);
    client.awaitEnd();
    BusClient rich = fixture.client("rich").at(engine.engineId());
    rich.attach("job", 0);
    rich.awaitEnd();
    assertThat(client.events()).isEqualTo(rich.events());
    assertThat(client.all(JobEvent.Kept.class)).hasSize(7);
    for (JobEvent event : client.events()) {
      assertThat(client.frame(event)).isEqualTo(rich.frame(event));
    }
    assertThat(client.duplicates() + client.gaps()).isZero();
  }

  @Test
  void noCreditPausesFramesButNotTheJob() {
    client.withWindow(0, 0).submit(SampleJob.of("job", 6));
    awaitState(JobState.COMPLETED);
    client.awaitThat(() -> client.events().size() == 3);
    assertThat(client.events().get(2)).isInstanceOf(JobEvent.Progress.class);
    assertThat(client.messages()).isEqualTo(3);

    client.withWindow(1 << 20, 4).grant();
    assertThat(client.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
  }

  @Test
  void framesBeyondTheCreditWaitUntilOthersAreConsumed() {
    client.consuming(false).withWindow(1 << 20, 2).submit(SampleJob.of("job", 8));
    awaitState(JobState.COMPLETED);
    client.awaitThat(() -> client.all(JobEvent.Progress.class).size() == 5);
    assertThat(client.all(JobEvent.Kept.class)).hasSize(2);

    client.grant();
    client.awaitThat(() -> client.all(JobEvent.Kept.class).size() == 4);
    client.consume();
    client.awaitEnd();
  }

  @Test
  void eventsStopAtTheWindow() {
    client.consuming(false).submit(SampleJob.of("job", 300).keeping(0, Datatype.U8));
    awaitState(JobState.COMPLETED);
    client.awaitThat(() -> client.events().size() == Limits.EVENT_WINDOW);
    assertThat(client.messages()).isEqualTo(Limits.EVENT_WINDOW);
    client.consume();
    client.awaitEnd();
    assertThat(client.all(JobEvent.Progress.class)).hasSize(301);
  }

  @Test
  void aLostChunkComesAgainWhenTheSameCreditIsGrantedTwice() {
    loseOnce(4, Buffer.class);
    client.consuming(false).submit(SampleJob.of("job", 6).keeping(1, Datatype.U8));
    client.awaitThat(() -> client.gaps() > 0);
    synchronized (client) {
      client.consume();
      client.grant();
    }
    client.awaitEnd();
    assertCompleteAndInOrder(6);
    assertThat(engine.view().counters().resent()).isPositive();
  }

  @Test
  void aLostEventComesAgainWhenTwoRenewalsFindTheClientWhereItWas() {
    loseOnce(5, JsonObject.class);
    client.submit(SampleJob.of("job", 6).keeping(1, Datatype.U8));
    client.awaitThat(() -> client.gaps() > 0);
    awaitState(JobState.COMPLETED);
    client.renew();
    client.renew();
    client.renew();
    client.awaitEnd();
    assertCompleteAndInOrder(6);
    assertThat(engine.view().counters().resent()).isPositive();
  }

  private void loseOnce(int which, Class<?> kind) {
    AtomicInteger seen = new AtomicInteger();
    client.lose(body -> kind.isInstance(body) && seen.incrementAndGet() == which);
  }

  private void assertCompleteAndInOrder(int last) {
    assertThat(client.all(JobEvent.Progress.class))
        .extracting(JobEvent.Progress::iteration)
        .containsExactlyElementsOf(IntStream.rangeClosed(0, last).boxed().toList());
    BusClient other = fixture.client("other").at(engine.engineId());
    other.attach("job", 0);
    other.awaitEnd();
    assertThat(client.events()).isEqualTo(other.events());
    for (JobEvent event : client.events()) {
      assertThat(client.frame(event)).isEqualTo(other.frame(event));
    }
  }

  @Test
  void creditsThatComeTwiceOrLateOrNotAtAllDoNoHarm() {
    client.consuming(false).submit(SampleJob.of("job", 6).keeping(1, Datatype.U8));
    client.awaitThat(() -> client.all(JobEvent.Kept.class).size() == 4);
    Credit first = client.credit();
    client.grant();
    client.awaitThat(() -> client.credit().consumed() > first.consumed());
    long resent = engine.view().counters().resent();
    client.send(new EngineRequest.Grant(first));
    client.send(new EngineRequest.Grant(with(first, first.attachment() + 7, 0, 0)));
    client.send(new EngineRequest.Grant(with(first, first.attachment(), 1_000_000, 0)));
    client.send(new EngineRequest.Grant(with(first, first.attachment(), 4, 1_000_000)));
    client.consume();
    client.awaitEnd();
    assertCompleteAndInOrder(6);
    // The same credit twice looks like a gap, at most once at each place: an event or a chunk.
    int places = client.events().size() + client.all(JobEvent.Kept.class).size();
    assertThat(engine.view().counters().resent()).isBetween(resent, resent + places);
  }

  private static Credit with(Credit credit, long attachment, long consumed, long partial) {
    return new Credit(
        credit.jobId(), attachment, consumed, partial, credit.bytes(), credit.frames(), 0);
  }

  @Test
  void aNewClientTakesUpWhereTheOldOneWas() throws Exception {
    client.withWindow(1 << 20, 1).consuming(false).submit(SampleJob.of("job", 8));
    client.await(JobEvent.Kept.class);
    List<JobEvent> before = client.events();
    client.close();
    awaitState(JobState.COMPLETED);
    BusClient again = fixture.client("client").at(engine.engineId());
    again.attach("job", before.size());
    assertThat(again.events()).isEmpty();
  }

  @Test
  void severalClientsWatchOneJob() {
    client.submit(SampleJob.of("job", 200));
    client.await(JobEvent.Accepted.class);
    BusClient other = fixture.client("other").at(engine.engineId());
    other.attach("job", 0);
    client.awaitEnd();
    other.awaitEnd();
    assertThat(other.events()).isEqualTo(client.events());
  }

  @Test
  void aClientThatFetchesPicturesElsewhereGetsAllEventsAndNoChunks() {
    SampleJob job = SampleJob.of("job", 8).previewing(16, Datatype.U8);
    EngineRequest.Submit submit = job.submit("client");
    client.withWindow(0, 0).submit(job);
    awaitState(JobState.COMPLETED);
    Reader reader = new Reader();
    fixture
        .vertx()
        .eventBus()
        .consumer("stylestream.client.reader", message -> reader.see(message.body()));
    Reply.Attached attached =
        (Reply.Attached) client.ask(new EngineRequest.Attach(submit.jobId(), "reader", 0, false));
    client.awaitThat(() -> reader.events.get() == attached.status().lastSequence());
    assertThat(reader.chunks.get()).isZero();
  }

  /** Counts what comes. */
  private static final class Reader {
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger chunks = new AtomicInteger();

    private void see(Object body) {
      (body instanceof Buffer ? chunks : events).incrementAndGet();
    }
  }

  @Test
  void previewsShowTheLatestAndOnlyWhenTheLastWasTaken() {
    client.consuming(false);
    client.submit(SampleJob.of("job", 100_000).keeping(0, Datatype.U8).previewing(16, Datatype.U8));
    client.awaitThat(() -> client.previewsConsumed() == 1);
    client.awaitThat(() -> client.all(JobEvent.Progress.class).size() > 30);
    assertThat(client.previews()).hasSize(1);

    client.consume();
    client.awaitThat(() -> client.previewsConsumed() >= 5);
    client.ask(new EngineRequest.Cancel("job"));
    client.awaitEnd();
    List<JobEvent.Preview> previews = client.previews();
    int last = -1;
    for (int i = 0; i < previews.size(); i++) {
      JobEvent.Preview preview = previews.get(i);
      assertThat(preview.number()).isEqualTo(i + 1);
      assertThat(preview.skipped()).isEqualTo(preview.iteration() - last - 1);
      assertThat(Math.max(preview.frame().height(), preview.frame().width())).isEqualTo(16);
      last = preview.iteration();
    }
    assertThat(previews.get(1).skipped()).isGreaterThan(20);
    assertThat(engine.view().counters().previews()).isEqualTo(previews.size());
  }

  @Test
  void aPreviewThatWasLostIsGivenUpAfterTwoRenewals() {
    client.lose(body -> body instanceof Buffer && client.previewsConsumed() == 0);
    client.submit(SampleJob.of("job", 100_000).keeping(0, Datatype.U8).previewing(16, Datatype.U8));
    client.awaitThat(() -> client.previews().size() == 1);
    client.lose(body -> false);
    client.renew();
    client.renew();
    client.awaitThat(() -> client.previewsConsumed() >= 2);
    client.ask(new EngineRequest.Cancel("job"));
    client.awaitEnd();
  }

  @Test
  void checkpointsGoToTheClientThatWantsThem() throws Exception {
    client.submit(SampleJob.of("job", 100_000).keeping(0, Datatype.U8).checkpointing(2, true));
    client.awaitThat(() -> lastCheckpoint().isPresent());
    JobEvent.Checkpointed checkpoint = lastCheckpoint().orElseThrow();
    assertThat(checkpoint.iteration()).isPositive().isEven();
    Path file = folder.resolve("came.safetensors");
    Files.write(file, client.frame(checkpoint));
    assertThat(CheckpointFile.read(file).losses()).hasSize(checkpoint.iteration() + 1);
    client.ask(new EngineRequest.Cancel("job"));
    client.awaitEnd();
  }

  /** The last that came with its file; of those that were overtaken only the event comes. */
  private Optional<JobEvent.Checkpointed> lastCheckpoint() {
    return client.all(JobEvent.Checkpointed.class).stream()
        .filter(checkpoint -> client.frame(checkpoint) != null)
        .reduce((earlier, later) -> later);
  }

  @Test
  void ofCheckpointsThatNobodyFetchedOnlyTheLastTakesRoom() throws Exception {
    client.withWindow(0, 0).submit(SampleJob.of("job", 100_000).checkpointing(10, true));
    client.awaitThat(() -> engine.view().losses("job", 0, 1000).size() > 100);
    client.ask(new EngineRequest.Cancel("job"));
    awaitState(JobState.CANCELLED);
    client.withWindow(1 << 22, 4).grant();
    client.awaitEnd();
    List<JobEvent.Checkpointed> checkpoints = client.all(JobEvent.Checkpointed.class);
    assertThat(checkpoints).hasSizeGreaterThan(8);
    List<JobEvent.Checkpointed> early = checkpoints.subList(0, checkpoints.size() - 2);
    assertThat(early).allSatisfy(checkpoint -> assertThat(checkpoint.file()).isEmpty());
    assertThat(checkpoints.get(checkpoints.size() - 1).file()).isPresent();
  }

  private void awaitState(JobState state) {
    client.awaitThat(
        () -> engine.view().jobs().stream().map(JobStatus::state).anyMatch(state::equals));
  }
}
