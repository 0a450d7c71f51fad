package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.ClusterKind;

/** An engine that is asked to end while it runs a job, with another one there. */
@Timeout(300)
class DrainTest {
  private static final int ITERATIONS = 1500;

  @TempDir private Path folder;

  @Test
  void theJobGoesOnElsewhereToTheSamePicture() throws Exception {
    Program program = Program.in(folder);
    TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST);
    EngineProcess first = EngineProcess.start(program, cluster, "first", "--drain", "1");
    EngineProcess second = EngineProcess.start(program, cluster, "second", "--drain", "1");
    Vertx vertx = cluster.join();
    try (first;
        second) {
      StyleStreamClient client =
          Patience.await(
              StyleStreamClient.create(vertx, SampleJob.client("client", Duration.ofSeconds(60))));
      Recording recording = new Recording();
      JobHandle moved = submit(client, "moved", recording);
      recording.await("a checkpoint", JobEvent.Checkpointed.class::isInstance);
      EngineProcess left = moved.engineId().equals(first.engineId()) ? first : second;
      EngineProcess stays = left == first ? second : first;

      left.terminate();

      assertThat(left.awaitEnd()).as(left.log()).isZero();
      byte[] picture = Patience.await(moved.ending()).result().orElseThrow().bytes();
      assertThat(moved.engineId()).isEqualTo(stays.engineId());
      List<JobEvent.Accepted> accepted = recording.events(JobEvent.Accepted.class);
      assertThat(accepted).hasSize(2);
      assertThat(accepted.get(1).resumedFrom().orElse(0)).isPositive();
      Recording reference = new Recording();
      JobHandle unbroken = submit(client, "unbroken", reference);
      assertThat(Patience.await(unbroken.ending()).result().orElseThrow().bytes())
          .isEqualTo(picture);
      recording.assertIsWhole(ITERATIONS, reference);
      Patience.await(client.close());
    } finally {
      Patience.await(vertx.close());
    }
  }

  private static JobHandle submit(StyleStreamClient client, String jobId, Recording recording) {
    SampleJob job = SampleJob.of(ITERATIONS).withCheckpointsForClient();
    return Patience.await(client.submit(job.submission(jobId, OnEngineLoss.RESUBMIT), recording));
  }
}
