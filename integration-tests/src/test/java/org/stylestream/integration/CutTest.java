package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.service.client.JobFailedException;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.ClusterKind;

/**
 * A cut between an engine and its client that lasts until each takes the other for dead, and then
 * heals.
 */
@Timeout(400)
class CutTest {
  private static final int ITERATIONS = 400;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void bothGoOnAsTheyWereToldTo(ClusterKind kind) throws Exception {
    try (Cable cable = Cable.lay(kind, folder);
        EngineProcess engine = cable.begin(Program.in(folder), "--lease", "3").ready()) {
      Vertx vertx = cable.join();
      StyleStreamClient patient = client(vertx, "patient", 80);
      StyleStreamClient impatient = client(vertx, "impatient", 4);
      Recording reference = new Recording();
      SampleJob job = SampleJob.of(ITERATIONS).with(ClientLoss.CONTINUE);
      byte[] picture = picture(submit(patient, job, "unbroken", reference));

      Recording going = new Recording();
      JobHandle goesOn = submit(patient, job, "goes-on", going);
      going.awaitIteration(ITERATIONS / 4);
      Recording ending = new Recording();
      JobHandle ends = submit(impatient, SampleJob.of(1_000_000), "ends", ending);
      cable.cut();
      assertThatThrownBy(() -> Patience.await(ends.ending()))
          .isInstanceOf(JobFailedException.class)
          .hasMessageStartingWith("the engine %s of the job ends is lost: ", engine.engineId())
          .hasMessageNotContaining("\n");
      Patience.until("the engine is no member any more", () -> members(vertx) == 1);
      cable.heal();

      assertThat(picture(goesOn)).isEqualTo(picture);
      going.assertIsWhole(ITERATIONS, reference);
      JobHandle found = Patience.await(impatient.attach("ends", 0, new Recording()));
      assertThat(Patience.await(found.ending()).event()).isInstanceOf(JobEvent.Cancelled.class);
      assertThat(picture(submit(patient, job, "afterwards", new Recording()))).isEqualTo(picture);
      assertThat(engine.isAlive()).isTrue();
      Patience.await(patient.close().eventually(impatient::close).eventually(vertx::close));
    }
  }

  private static StyleStreamClient client(Vertx vertx, String clientId, int silenceSeconds) {
    return Patience.await(
        StyleStreamClient.create(
            vertx, SampleJob.client(clientId, Duration.ofSeconds(silenceSeconds))));
  }

  private static JobHandle submit(
      StyleStreamClient client, SampleJob job, String jobId, Recording recording) {
    return Patience.await(client.submit(job.submission(jobId, OnEngineLoss.FAIL), recording));
  }

  private static byte[] picture(JobHandle handle) {
    return Patience.await(handle.ending()).result().orElseThrow().bytes();
  }

  private static int members(Vertx vertx) {
    return ((VertxInternal) vertx).clusterManager().getNodes().size();
  }
}
