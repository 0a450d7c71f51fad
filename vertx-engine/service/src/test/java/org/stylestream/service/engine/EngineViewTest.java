package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.tensor.SafetensorsReader;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.job.ImageCodec;

/** What an engine lets those see who only watch, and what it keeps for how long. */
class EngineViewTest {
  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void aViewShowsJobsLossesResultAndCounters() throws Exception {
    Engine engine = fixture.start(EngineFixture.in(folder));
    EngineView view = engine.view();
    BusClient client = fixture.client("client");
    client.awaitThat(() -> view.health().ready());
    client.submit(SampleJob.of("job", 6));
    JobEvent.Completed completed = (JobEvent.Completed) client.awaitEnd();
    client.awaitThat(() -> view.jobs().get(0).state() == JobState.COMPLETED);
    client.awaitThat(() -> view.counters().completed() == 1);
    assertThat(view.losses("job", 0, 1000))
        .isEqualTo(
            client.all(JobEvent.Progress.class).stream().map(JobEvent.Progress::loss).toList());
    try (SafetensorsReader result = SafetensorsReader.open(view.result("job").orElseThrow())) {
      assertThat(result.tensor("image").shape())
          .containsExactly(completed.result().height(), completed.result().width(), 3);
      assertThat(result.floats("image"))
          .isEqualTo(
              ImageCodec.decode(
                      client.frame(completed),
                      completed.result().height(),
                      completed.result().width(),
                      completed.result().datatype())
                  .pixels());
    }
    EngineCounters counters = view.counters();
    assertThat(counters.submitted()).isEqualTo(1);
    assertThat(counters.completed()).isEqualTo(1);
    assertThat(counters.iterations()).isEqualTo(7);
    assertThat(counters.frames()).isEqualTo(5);
    assertThat(counters.frameBytes())
        .isEqualTo(
            client.events().stream()
                .flatMap(event -> event.attachedFrame().stream())
                .mapToLong(frame -> frame.bytes())
                .sum());
    assertThat(counters.runSeconds()).isPositive();
    assertThat(view.latest("job")).isEmpty();
    assertThat(view.losses("none", 0, 1000)).isEmpty();
    assertThat(view.result("none")).isEmpty();
  }

  @Test
  void aViewShowsTheLatestStateOfAJobThatRuns() throws Exception {
    Engine engine = fixture.start(EngineFixture.in(folder));
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("job", 100_000));
    client.awaitThat(() -> engine.view().latest("job").isPresent());
    int before = engine.view().latest("job").orElseThrow().iteration();
    client.awaitThat(() -> engine.view().latest("job").orElseThrow().iteration() > before);
    assertThat(engine.view().latest("job").orElseThrow().image().width()).isBetween(16, 320);
    client.ask(new EngineRequest.Cancel("job"));
  }

  @Test
  void jobsThatHaveEndedGoWhenThereAreTooMany() throws Exception {
    EngineOptions.Storage storage =
        new EngineOptions.Storage(
            folder,
            false,
            1 << 20,
            Limits.LARGEST_FRAME,
            new EngineOptions.Retention(Duration.ofDays(1), 2, 1 << 30));
    List<JobStatus> told = new CopyOnWriteArrayList<>();
    Engine engine =
        fixture.start(
            EngineOptions.of(storage)
                .with(
                    new EngineOptions.Times(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)))
                .with(told::add));
    for (int i = 0; i < 4; i++) {
      BusClient client = fixture.client("client" + i);
      client.submit(SampleJob.of("job" + i, 2));
      client.awaitEnd();
    }
    BusClient client = fixture.client("last");
    client.awaitThat(() -> engine.view().jobs().size() == 2);
    client.awaitThat(() -> !Files.exists(folder.resolve("jobs/job0")));
    assertThat(engine.view().jobs())
        .extracting(JobStatus::jobId)
        .containsExactlyInAnyOrder("job2", "job3");
    assertThat(told)
        .filteredOn(status -> status.jobId().equals("job3"))
        .extracting(JobStatus::state)
        .containsExactly(JobState.QUEUED, JobState.RUNNING, JobState.COMPLETED);
  }

  @Test
  void uploadsMakeRoomForOthersButNotWhileTheyAreNeeded() throws Exception {
    UploadStore store = new UploadStore(folder, 100);
    Files.write(store.file("a"), new byte[60]);
    Files.write(store.file("b"), new byte[30]);
    Files.setLastModifiedTime(store.file("a"), FileTime.fromMillis(1000));
    assertThat(store.makeRoom(10, Set.of())).isTrue();
    assertThat(store.file("a")).exists();
    assertThat(store.makeRoom(80, Set.of("a"))).isFalse();
    assertThat(store.file("a")).exists();
    assertThat(store.makeRoom(80, Set.of())).isTrue();
    assertThat(store.file("a")).doesNotExist();
    assertThat(store.missing(Set.of("a"))).containsExactly("a");
  }

  @Test
  void aTemporaryFolderGoesWithItsEngine() throws Exception {
    EngineOptions options = EngineOptions.of(EngineOptions.Storage.inTemporaryFolder());
    Engine engine = fixture.start(options);
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("job", 2));
    client.awaitEnd();
    assertThat(options.storage().folder()).exists();
    fixture.close(engine);
    assertThat(options.storage().folder()).doesNotExist();
  }
}
