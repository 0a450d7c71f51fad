package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;

/** Jobs that end before they are done: by their client, without it, or for want of images. */
class CancelTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();
  private final Semaphore begin = new Semaphore(0);

  @AfterEach
  void close() throws Exception {
    begin.release(1000);
    fixture.close();
  }

  @Test
  void aRunningJobEndsWithItsImageSoFarAndACheckpoint() throws Exception {
    fixture.start(EngineFixture.in(folder));
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("job", 100_000).checkpointing(0, true));
    client.awaitThat(() -> client.all(JobEvent.Progress.class).size() > 5);
    assertThat(client.ask(new EngineRequest.Cancel("job"))).isInstanceOf(Reply.Cancelling.class);
    JobEvent.Cancelled cancelled = (JobEvent.Cancelled) client.awaitEnd();
    List<JobEvent.Progress> progress = client.all(JobEvent.Progress.class);
    assertThat(cancelled.iterations()).isEqualTo(progress.get(progress.size() - 1).iteration());
    assertThat(client.frame(cancelled)).hasSize((int) cancelled.result().orElseThrow().bytes());
    assertThat(client.all(JobEvent.Checkpointed.class))
        .singleElement()
        .satisfies(
            checkpoint -> {
              assertThat(checkpoint.iteration()).isEqualTo(cancelled.iterations());
              assertThat(client.frame(checkpoint)).isNotEmpty();
            });
    Reply.Cancelling again = (Reply.Cancelling) client.ask(new EngineRequest.Cancel("job"));
    assertThat(again.status().state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void jobsThatHaveNotBegunEndAtOnce() throws Exception {
    Engine engine =
        fixture.start(
            EngineFixture.in(folder), SteeredDevice.waitingFor(EngineFixture.device(), begin));
    BusClient first = fixture.client("first");
    first.submit(SampleJob.of("running", 3));
    first.awaitThat(() -> state(engine, "running") == JobState.RUNNING);
    BusClient waiting = fixture.client("waiting");
    waiting.submit(SampleJob.of("waiting", 3));
    waiting.ask(new EngineRequest.Cancel("waiting"));
    assertThat(((JobEvent.Cancelled) waiting.awaitEnd()).result()).isEmpty();
    BusClient uploading = fixture.client("uploading");
    uploading.begin(SampleJob.of("uploading", 3, 2));
    uploading.ask(new EngineRequest.Cancel("uploading"));
    uploading.awaitEnd();
    assertThat(engine.view().announcement().queued()).isZero();
    begin.release();
    assertThat(first.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
    assertThat(engine.view().counters().cancelled()).isEqualTo(2);
  }

  @Test
  void aJobEndsWhenItsClientGivesNoSignOfLife() throws Exception {
    Engine engine = fixture.start(times(SHORT, EngineOptions.Times.DEFAULT.upload()));
    BusClient client = fixture.client("client");
    client.consuming(false).submit(SampleJob.of("job", 100_000));
    client.awaitThat(() -> state(engine, "job") == JobState.CANCELLED);
    assertThat(engine.view().counters().leasesExpired()).isEqualTo(1);
    client.consuming(true).attach("job", 0);
    assertThat(((JobEvent.Cancelled) client.awaitEnd()).cause())
        .isEqualTo(JobEvent.Cancelled.Cause.CLIENT_LOST);
  }

  @Test
  void aJobGoesOnWithoutItsClientWhereItWasToldSo() throws Exception {
    Engine engine = fixture.start(times(SHORT, EngineOptions.Times.DEFAULT.upload()));
    BusClient client = fixture.client("client");
    client.consuming(false).submit(SampleJob.of("job", 100_000).onLoss(ClientLoss.CONTINUE));
    client.awaitThat(() -> engine.view().counters().leasesExpired() == 1);
    assertThat(state(engine, "job")).isEqualTo(JobState.RUNNING);
    assertThat(client.renew().unknown()).containsExactly("job");

    client.consuming(true).attach("job", client.events().size());
    client.ask(new EngineRequest.Cancel("job"));
    assertThat(client.awaitEnd()).isInstanceOf(JobEvent.Cancelled.class);
  }

  @Test
  void aClientThatRenewsKeepsItsJobs() throws Exception {
    Duration lease = Duration.ofSeconds(2);
    Engine engine = fixture.start(times(lease, EngineOptions.Times.DEFAULT.upload()));
    BusClient client = fixture.client("client");
    client.consuming(false).submit(SampleJob.of("job", 100_000));
    long end = System.nanoTime() + lease.multipliedBy(2).toNanos();
    while (System.nanoTime() < end) {
      assertThat(client.renew().unknown()).isEmpty();
    }
    assertThat(engine.view().counters().leasesExpired()).isZero();
    assertThat(state(engine, "job")).isEqualTo(JobState.RUNNING);
    client.ask(new EngineRequest.Cancel("job"));
  }

  @Test
  void aRenewalTellsWhichJobsTheEngineDoesNotHave() throws Exception {
    fixture.start(EngineFixture.in(folder));
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("job", 2));
    client.awaitEnd();
    assertThat(client.renew())
        .satisfies(renewed -> assertThat(renewed.unknown()).isEmpty())
        .satisfies(renewed -> assertThat(renewed.leaseMillis()).isEqualTo(20_000));
  }

  @Test
  void aJobWhoseImagesDoNotComeFails() throws Exception {
    fixture.start(times(EngineOptions.Times.DEFAULT.lease(), SHORT));
    BusClient client = fixture.client("client");
    client.begin(SampleJob.of("job", 3).onLoss(ClientLoss.CONTINUE));
    JobEvent.Failed failed = (JobEvent.Failed) client.awaitEnd();
    assertThat(failed.fault().code()).isEqualTo(Fault.Code.DAMAGED);
    assertThat(failed.fault().message()).contains("no chunk of the job's images has come");
  }

  private EngineOptions times(Duration lease, Duration upload) {
    EngineOptions.Times times = EngineOptions.Times.DEFAULT;
    return EngineFixture.in(folder)
        .with(
            new EngineOptions.Times(
                lease, lease, times.announcement(), times.ttl(), times.drain(), upload));
  }

  private static JobState state(Engine engine, String jobId) {
    return engine.view().jobs().stream()
        .filter(job -> job.jobId().equals(jobId))
        .map(JobStatus::state)
        .findFirst()
        .orElse(JobState.UPLOADING);
  }
}
