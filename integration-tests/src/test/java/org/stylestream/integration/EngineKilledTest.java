package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.ClusterKind;

/** Engines that are killed while they run a job, and the client that wants its picture. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineKilledTest {
  private static final int ITERATIONS = 600;
  private static final int CHECKPOINTED = 150;

  private Path folder;
  private final TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST);
  private final Recording unbroken = new Recording();
  private byte[] picture;
  private Program program;
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
        overwrite(job.resolve("checkpoint.safetensors"), 0.5);
      }
    },
    EMPTY_CHECKPOINT {
      @Override
      void to(Path job) throws IOException {
        Files.write(job.resolve("checkpoint.safetensors"), new byte[0]);
      }
    },
    TORN_LOG {
      @Override
      void to(Path job) throws IOException {
        try (FileChannel log = FileChannel.open(job.resolve("events"), StandardOpenOption.WRITE)) {
          log.truncate(log.size() - 5);
        }
      }
    },
    OVERWRITTEN_LOG {
      @Override
      void to(Path job) throws IOException {
        overwrite(job.resolve("events"), 0.9);
      }
    };

    abstract void to(Path job) throws IOException;

    private static void overwrite(Path file, double place) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate(16), (long) (place * channel.size()));
      }
    }
  }

  @BeforeAll
  void runUnbroken(@TempDir Path temporary) throws IOException {
    folder = temporary;
    program = Program.in(folder);
    engine = EngineProcess.start(program, cluster, "state");
    vertx = cluster.join();
    client =
        Patience.await(
            StyleStreamClient.create(vertx, SampleJob.client("client", Duration.ofSeconds(60))));
    JobHandle whole =
        Patience.await(
            client.submit(
                SampleJob.of(ITERATIONS).submission("unbroken", OnEngineLoss.FAIL), unbroken));
    picture = Patience.await(whole.ending()).result().orElseThrow().bytes();
  }

  @AfterAll
  void end() {
    Patience.await(client.close().eventually(vertx::close));
    engine.close();
  }

  @ParameterizedTest
  @EnumSource
  void aRestartedEngineGoesOnAsIfNothingHadBeen(Damage damage) throws Exception {
    String jobId = "damage-" + damage;
    Recording recording = new Recording();
    JobHandle handle =
        Patience.await(
            client.submit(
                SampleJob.of(ITERATIONS).submission(jobId, OnEngineLoss.FAIL), recording));
    recording.awaitIteration(CHECKPOINTED);

    engine.kill();
    damage.to(folder.resolve("state/jobs").resolve(jobId));
    engine = EngineProcess.start(program, cluster, "state");
    JobHandle.Ending ending = Patience.await(handle.ending());

    assertThat(handle.engineId()).isEqualTo(engine.engineId());
    recording.assertIsWhole(ITERATIONS, unbroken);
    assertThat(ending.result().orElseThrow().bytes()).isEqualTo(picture);
    assertThat(recording.events(JobEvent.Accepted.class)).hasSize(2);
  }
}
