package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;

/**
 * Jobs that outlive their engine: whatever ended it, they come to the result of an unbroken run,
 * bit for bit, and every iteration is told once.
 */
class RestartTest {
  private static final int ITERATIONS = 400;

  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private static SampleJob job() {
    return SampleJob.of("job", ITERATIONS)
        .keeping(50, Datatype.F32)
        .checkpointing(25, true)
        .onLoss(ClientLoss.CONTINUE);
  }

  /** What an engine comes to that nobody disturbs. */
  private BusClient unbroken() throws Exception {
    fixture.start(EngineFixture.in(folder.resolve("unbroken")));
    BusClient client = fixture.client("unbroken");
    client.submit(job());
    client.awaitEnd();
    return client;
  }

  private static void assertSame(BusClient client, BusClient unbroken) {
    assertThat(client.all(JobEvent.Progress.class))
        .extracting(JobEvent.Progress::iteration)
        .containsExactlyElementsOf(IntStream.rangeClosed(0, ITERATIONS).boxed().toList());
    assertThat(client.all(JobEvent.Progress.class))
        .extracting(JobEvent.Progress::loss)
        .isEqualTo(
            unbroken.all(JobEvent.Progress.class).stream().map(JobEvent.Progress::loss).toList());
    List<JobEvent.Kept> kept = client.all(JobEvent.Kept.class);
    assertThat(kept).isEqualTo(unbroken.all(JobEvent.Kept.class));
    kept.forEach(one -> assertThat(client.frame(one)).isEqualTo(unbroken.frame(one)));
    assertThat(client.frame(client.awaitEnd())).isEqualTo(unbroken.frame(unbroken.awaitEnd()));
  }

  @Test
  void aSuspendedJobGoesOnWithTheSameFolder() throws Exception {
    Engine first = fixture.start(EngineFixture.in(folder.resolve("state")));
    BusClient client = fixture.client("client");
    client.submit(job());
    client.await(JobEvent.Checkpointed.class);
    fixture.close(first);

    Engine second = fixture.start(EngineFixture.in(folder.resolve("state")));
    assertThat(second.engineId()).isNotEqualTo(first.engineId());
    client.at(second.engineId()).attach("job", client.events().size());
    client.awaitEnd();
    List<JobEvent.Accepted> accepted = client.all(JobEvent.Accepted.class);
    assertThat(accepted).hasSize(2);
    assertThat(accepted.get(1).engineId()).isEqualTo(second.engineId());
    assertThat(accepted.get(1).resumedFrom())
        .hasValueSatisfying(iteration -> assertThat(iteration).isGreaterThanOrEqualTo(25));
    assertSame(client, unbroken());
  }

  @Test
  void aJobGoesOnFromItsCheckpointAfterKill9() throws Exception {
    Path state = folder.resolve("state");
    Process process = EngineProcess.start(state);
    BusClient client = fixture.client("client");
    client.awaitThat(() -> Files.exists(state.resolve("jobs/job/checkpoint.safetensors")));
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

    Engine engine = fixture.start(EngineFixture.in(state));
    client.at(engine.engineId()).attach("job", 0);
    client.awaitEnd();
    assertThat(client.all(JobEvent.Accepted.class)).hasSize(2);
    assertSame(client, unbroken());
  }

  @Test
  void aJobBeginsAgainWhereItsCheckpointIsDamaged() throws Exception {
    Path crashed = crashed();
    Path checkpoint = crashed.resolve("jobs/job/checkpoint.safetensors");
    Files.write(checkpoint, new byte[] {1, 2, 3});
    Engine engine = fixture.start(EngineFixture.in(crashed));
    BusClient client = fixture.client("client").at(engine.engineId());
    client.attach("job", 0);
    client.awaitEnd();
    JobEvent.Accepted again = client.all(JobEvent.Accepted.class).get(1);
    assertThat(again.resumedFrom()).isEmpty();
    assertThat(again.notes())
        .singleElement()
        .asString()
        .startsWith("The run begins again: the checkpoint can't be used");
    assertSame(client, unbroken());
  }

  @Test
  void aJobGoesOnWhereItsLogIsTorn() throws Exception {
    Path crashed = crashed();
    Path events = crashed.resolve("jobs/job/events");
    byte[] whole = Files.readAllBytes(events);
    Files.write(events, Arrays.copyOf(whole, whole.length - 7));
    Engine engine = fixture.start(EngineFixture.in(crashed));
    BusClient client = fixture.client("client").at(engine.engineId());
    client.attach("job", 0);
    assertThat(client.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
  }

  /** The state of an engine that was at work when the machine died. */
  private Path crashed() throws Exception {
    Engine engine = fixture.start(EngineFixture.in(folder.resolve("alive")));
    BusClient client = fixture.client("before");
    client.submit(job());
    client.awaitThat(() -> engine.view().losses("job", 0, 1000).size() > 60);
    fixture.close(engine);
    Path crashed = folder.resolve("crashed");
    copy(folder.resolve("alive"), crashed);
    return crashed;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void twoEnginesShareAFolderAndTheOneThatLivesGoesOn() throws Exception {
    EngineOptions.Times times = EngineOptions.Times.DEFAULT;
    EngineOptions options =
        EngineFixture.in(folder.resolve("state"))
            .with(
                new EngineOptions.Times(
                    Duration.ofSeconds(1),
                    times.claim(),
                    times.announcement(),
                    times.ttl(),
                    times.drain(),
                    times.upload()));
    Engine first = fixture.start(options);
    BusClient client = fixture.client("client").at(first.engineId());
    client.submit(job());
    client.await(JobEvent.Checkpointed.class);
    Engine second = fixture.start(options);
    assertThat(second.view().jobs()).isEmpty();
    fixture.close(first);

    client.awaitThat(() -> !second.view().jobs().isEmpty());
    client.at(second.engineId()).attach("job", client.events().size());
    client.awaitEnd();
    assertSame(client, unbroken());
  }

  @Test
  void aFolderThatIsJustBeingMadeIsLeftToWhoeverMakesIt() throws Exception {
    Path made = Files.createDirectories(folder.resolve("jobs/made"));
    Path halfMade = Files.createDirectories(folder.resolve("jobs/half-made"));
    Files.setLastModifiedTime(halfMade, FileTime.fromMillis(0));

    fixture.start(EngineFixture.in(folder));

    assertThat(made).isEmptyDirectory();
    assertThat(halfMade).doesNotExist();
  }

  @Test
  void jobsThatWaitedOrHadEndedAreThereAgain() throws Exception {
    Engine first = fixture.start(EngineFixture.in(folder));
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("ended", 3));
    client.awaitEnd();
    List<JobEvent> ended = client.events();
    BusClient busy = fixture.client("busy");
    busy.submit(SampleJob.of("long", 100_000));
    BusClient waiting = fixture.client("waiting");
    waiting.submit(SampleJob.of("waiting", 3));
    BusClient uploading = fixture.client("uploading");
    SampleJob late = SampleJob.of("uploading", 3, 2);
    uploading.begin(late);
    fixture.close(first);

    Engine second = fixture.start(EngineFixture.in(folder));
    assertThat(second.view().jobs())
        .extracting(JobStatus::jobId)
        .containsExactlyInAnyOrder("ended", "long", "waiting", "uploading");
    BusClient reader = fixture.client("reader").at(second.engineId());
    reader.attach("ended", 0);
    reader.awaitEnd();
    assertThat(reader.events()).isEqualTo(ended);
    uploading.at(second.engineId());
    assertThat(uploading.submit(late).missing()).hasSize(1);
    busy.at(second.engineId()).ask(new EngineRequest.Cancel("long"));
    waiting.at(second.engineId()).attach("waiting", 0);
    assertThat(waiting.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
    assertThat(uploading.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
  }

  @Test
  void aJobCancelledBeforeItGoesOnStillGivesItsImage() throws Exception {
    Engine first = fixture.start(EngineFixture.in(folder));
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("job", 100_000));
    client.await(JobEvent.Kept.class);
    fixture.close(first);
    Engine second = fixture.start(EngineFixture.in(folder));
    client.at(second.engineId()).ask(new EngineRequest.Cancel("job"));
    client.attach("job", client.events().size());
    assertThat(((JobEvent.Cancelled) client.awaitEnd()).result()).isPresent();
  }

  @Test
  void aClientTakesItsCheckpointToAnotherEngine() throws Exception {
    Engine first = fixture.start(EngineFixture.in(folder.resolve("first")));
    BusClient client = fixture.client("client");
    client.submit(job());
    client.await(JobEvent.Checkpointed.class);
    client.ask(new EngineRequest.Cancel("job"));
    client.awaitEnd();
    List<JobEvent.Checkpointed> checkpoints = client.all(JobEvent.Checkpointed.class);
    JobEvent.Checkpointed last = checkpoints.get(checkpoints.size() - 1);
    Buffer file = Buffer.buffer(client.frame(last));
    fixture.close(first);

    Engine second = fixture.start(EngineFixture.in(folder.resolve("second")));
    BusClient again = fixture.client("again").at(second.engineId());
    again.submit(job().from(file));
    JobEvent end = again.awaitEnd();
    assertThat(again.await(JobEvent.Accepted.class).resumedFrom()).contains(last.iteration());
    assertThat(again.all(JobEvent.Progress.class).get(0).iteration())
        .isEqualTo(last.iteration() + 1);
    fixture.close(second);
    BusClient unbroken = unbroken();
    assertThat(again.frame(end)).isEqualTo(unbroken.frame(unbroken.awaitEnd()));
  }

  @Test
  void aCheckpointOfAnotherRunIsNoneToGoOnFrom() throws Exception {
    Engine engine = fixture.start(EngineFixture.in(folder));
    BusClient client = fixture.client("client");
    client.submit(job());
    client.await(JobEvent.Checkpointed.class);
    Buffer file = Buffer.buffer(client.frame(client.await(JobEvent.Checkpointed.class)));
    client.ask(new EngineRequest.Cancel("job"));
    client.awaitEnd();
    BusClient other = fixture.client("other").at(engine.engineId());
    other.submit(SampleJob.of("other", ITERATIONS, 2).from(file));
    Fault fault = ((JobEvent.Failed) other.awaitEnd()).fault();
    assertThat(fault.code()).isEqualTo(Fault.Code.CHECKPOINT);
    assertThat(fault.message()).contains("the content picture had other pixels");
    BusClient third = fixture.client("third").at(engine.engineId());
    third.submit(SampleJob.of("third", ITERATIONS).from(Buffer.buffer("no checkpoint")));
    assertThat(((JobEvent.Failed) third.awaitEnd()).fault().code())
        .isEqualTo(Fault.Code.CHECKPOINT);
  }

  @Test
  void anEngineThatDrainsLetsShortJobsFinishAndSuspendsLongOnes() throws Exception {
    Engine engine = fixture.start(EngineFixture.in(folder));
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("long", 1_000_000).keeping(0, Datatype.U8));
    client.awaitThat(() -> client.all(JobEvent.Progress.class).size() > 5);
    engine.drain().await(20, TimeUnit.SECONDS);
    client.await(JobEvent.Checkpointed.class);
    assertThat(client.events()).noneMatch(JobEvent::isFinal);
    assertThat(engine.view().jobs().get(0).state()).isEqualTo(JobState.QUEUED);
    fixture.close(engine);

    Engine next = fixture.start(EngineFixture.in(folder));
    client.at(next.engineId()).ask(new EngineRequest.Cancel("long"));
    BusClient quick = fixture.client("quick").at(next.engineId());
    quick.submit(SampleJob.of("short", 300));
    quick.await(JobEvent.Progress.class);
    next.drain().await(20, TimeUnit.SECONDS);
    assertThat(quick.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
  }
}
