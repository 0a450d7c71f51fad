package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.client.JobFailedException;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.ClusterKind;

/** Engines that are killed while they run a job, and the client that wants its picture. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineKilledTest {
  private static final int ITERATIONS = 400;
  private static final int CHECKPOINTED = 110;

  private Path folder;
  private final TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST);
  private final Recording unbroken = new Recording();
  private byte[] picture;
  private Program program;
  private final List<EngineProcess> started = new ArrayList<>();
  private EngineProcess engine;
  private Vertx vertx;
  private StyleStreamClient client;

  /** What a crash may leave of a job's files. */
  enum Damage {
    NONE {
      @Override
      void to(Path job) {}
    },
    CHECKPOINT {
      @Override
      void to(Path job) throws IOException {
        overwrite(job.resolve("checkpoint.safetensors"));
      }
    },
    LOG {
      @Override
      void to(Path job) throws IOException {
        overwrite(job.resolve("events"));
      }
    },
    TORN_LOG {
      @Override
      void to(Path job) throws IOException {
        try (FileChannel log = FileChannel.open(job.resolve("events"), StandardOpenOption.WRITE)) {
          log.truncate(log.size() - 5);
        }
      }
    };

    abstract void to(Path job) throws IOException;

    /** Overwrites some bytes in the middle of a file. */
    private static void overwrite(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate(16), channel.size() / 2);
      }
    }
  }

  @BeforeAll
  void runUnbroken(@TempDir Path temporary) throws IOException {
    folder = temporary;
    program = Program.in(folder);
    engine = begin("state").ready();
    vertx = cluster.join();
    client =
        Patience.await(
            StyleStreamClient.create(vertx, SampleJob.client("client", Duration.ofSeconds(60))));
    JobHandle whole = submit(SampleJob.of(ITERATIONS), "unbroken", OnEngineLoss.FAIL, unbroken);
    picture = Patience.await(whole.ending()).result().orElseThrow().bytes();
  }

  @AfterAll
  void end() {
    Patience.await(client.close().eventually(vertx::close));
    started.forEach(EngineProcess::close);
  }

  private EngineProcess begin(String state) {
    EngineProcess begun = EngineProcess.begin(program, cluster, state);
    started.add(begun);
    return begun;
  }

  @ParameterizedTest
  @EnumSource
  void aRestartedEngineGoesOnAsIfNothingHadBeen(Damage damage) throws Exception {
    String jobId = "damage-" + damage;
    Recording recording = new Recording();
    JobHandle handle = submit(SampleJob.of(ITERATIONS), jobId, OnEngineLoss.FAIL, recording);
    recording.awaitIteration(CHECKPOINTED);

    engine.kill();
    damage.to(folder.resolve(engine.state()).resolve("jobs").resolve(jobId));
    engine = begin(engine.state()).ready();

    assertCompletes(handle, recording);
    assertThat(handle.engineId()).isEqualTo(engine.engineId());
    assertLogIsWhole(jobId);
  }

  private JobHandle submit(
      SampleJob job, String jobId, OnEngineLoss onEngineLoss, Recording recording) {
    return Patience.await(client.submit(job.submission(jobId, onEngineLoss), recording));
  }

  private void assertCompletes(JobHandle handle, Recording recording) {
    JobHandle.Ending ending = Patience.await(handle.ending());
    recording.assertIsWhole(ITERATIONS, unbroken);
    assertThat(ending.result().orElseThrow().bytes()).isEqualTo(picture);
  }

  /** Holds that somebody who comes late gets everything, too. */
  private void assertLogIsWhole(String jobId) {
    Recording late = new Recording();
    assertCompletes(Patience.await(client.attach(jobId, 0, late)), late);
  }

  @Test
  void anEngineWithTheSameFolderTakesOver() {
    EngineProcess neighbour = begin(engine.state()).ready();
    Recording recording = new Recording();
    JobHandle handle = submit(SampleJob.of(ITERATIONS), "taken-over", OnEngineLoss.FAIL, recording);
    recording.awaitIteration(CHECKPOINTED);

    EngineProcess owner = handle.engineId().equals(engine.engineId()) ? engine : neighbour;
    EngineProcess heir = owner == engine ? neighbour : engine;
    owner.kill();
    engine = heir;

    assertCompletes(handle, recording);
    assertThat(handle.engineId()).isEqualTo(heir.engineId());
    assertLogIsWhole("taken-over");
  }

  @Test
  void aJobGoesToAnotherEngineWithItsCheckpointOrFails() {
    EngineProcess second = begin("second");
    EngineProcess third = begin("third");
    List<EngineProcess> engines = List.of(engine, second.ready(), third.ready());
    StyleStreamClient impatient =
        Patience.await(
            StyleStreamClient.create(vertx, SampleJob.client("impatient", Duration.ofSeconds(3))));
    Recording ending = new Recording();
    JobHandle failing =
        Patience.await(
            impatient.submit(
                SampleJob.of(1_000_000).submission("failing", OnEngineLoss.FAIL), ending));
    ending.awaitIteration(1);
    Patience.until(
        "the client knows of three engines, one of them at work",
        () ->
            client.engines().size() == 3
                && client.engines().stream().mapToInt(EngineAnnouncement::running).sum() == 1);
    Recording recording = new Recording();
    JobHandle moving =
        submit(
            SampleJob.of(ITERATIONS).withCheckpointsForClient(),
            "moving",
            OnEngineLoss.RESUBMIT,
            recording);
    recording.awaitIteration(CHECKPOINTED);

    Set<String> lost = Set.of(failing.engineId(), moving.engineId());
    engine =
        engines.stream().filter(one -> !lost.contains(one.engineId())).findFirst().orElseThrow();
    engines.stream().filter(one -> one != engine).forEach(EngineProcess::kill);

    assertThat(lost).hasSize(2);
    assertThatThrownBy(() -> Patience.await(failing.ending()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith("the engine %s of the job failing is lost: ", failing.engineId())
        .hasMessageContaining(" within 3.0 s: ")
        .hasMessageNotContaining("\n");
    assertCompletes(moving, recording);
    assertThat(moving.engineId()).isEqualTo(engine.engineId());
    assertThat(recording.events(JobEvent.Accepted.class))
        .last()
        .satisfies(again -> assertThat(again.resumedFrom().orElse(0)).isPositive());
    Patience.await(impatient.close());
  }
}
