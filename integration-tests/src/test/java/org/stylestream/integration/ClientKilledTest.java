package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.ClusterKind;

/** A client that is killed while an engine runs its job: {@code submit}. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientKilledTest {
  private final TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST);
  private Path folder;
  private Program program;
  private EngineProcess engine;
  private Vertx vertx;
  private StyleStreamClient client;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    program = Program.in(folder);
    engine = EngineProcess.start(program, cluster, "state", "--lease", "3", "--http-port", "0");
    vertx = cluster.join();
    client =
        Patience.await(
            StyleStreamClient.create(vertx, SampleJob.client("watcher", Duration.ofSeconds(60))));
  }

  @AfterAll
  void end() {
    Patience.await(client.close().eventually(vertx::close));
    engine.close();
  }

  @Test
  void itsJobEndsWithItsLeaseAndKeepsACheckpoint() throws Exception {
    killInMidRun("short-lived", "--on-loss cancel --iterations 1000000");

    Patience.until("the job is cancelled", () -> isCancelled("short-lived"));

    Recording recording = new Recording();
    JobHandle.Ending ending = Patience.await(attach("short-lived", recording).ending());
    assertThat(ending.event()).isInstanceOf(JobEvent.Cancelled.class);
    assertThat(ending.result()).isPresent();
    recording.assertHasEachEventOnce();
    List<JobEvent.Progress> progress = recording.events(JobEvent.Progress.class);
    assertThat(recording.events(JobEvent.Checkpointed.class))
        .last()
        .extracting(JobEvent.Checkpointed::iteration)
        .isEqualTo(progress.get(progress.size() - 1).iteration());
    assertThat(folder.resolve("state/jobs/short-lived/checkpoint.safetensors")).isNotEmptyFile();
  }

  @Test
  void itsJobGoesOnAndIsThereForAnotherClientFromTheBeginning() throws Exception {
    String options = "--on-loss continue --iterations 600";
    killInMidRun("long-lived", options);
    Recording recording = new Recording();
    JobHandle.Ending ending = Patience.await(attach("long-lived", recording).ending());
    Program.Ended unbroken = Program.end(submit("unbroken", options));
    Recording reference = new Recording();
    JobHandle.Ending whole = Patience.await(attach("unbroken", reference).ending());

    assertThat(unbroken.code()).as(unbroken.err()).isZero();
    recording.assertHasEachEventOnce();
    recording.assertIsWhole(600, reference);
    assertThat(recording.kept()).hasSize(61);
    assertThat(ending.result().orElseThrow().bytes())
        .isEqualTo(whole.result().orElseThrow().bytes());
  }

  private void killInMidRun(String jobId, String options) throws Exception {
    Process submit = submit(jobId, options);
    Program.awaitIteration(submit, 10);
    submit.destroyForcibly();
    assertThat(submit.waitFor()).isNotZero();
  }

  private Process submit(String jobId, String options) throws IOException {
    String command =
        "submit content.png style.png -o %s.png --frames %1$s.tif --keep-every 10 --id %1$s"
                .formatted(jobId)
            + " --network tiny --preset tf-blog --size 64 %s %s"
                .formatted(options, String.join(" ", cluster.settings()));
    return program.start(command.split(" "));
  }

  private JobHandle attach(String jobId, Recording recording) {
    return Patience.await(client.attach(jobId, 0, recording));
  }

  private boolean isCancelled(String jobId) {
    return engine.get("/jobs/" + jobId).contains("\"state\":\"cancelled\"");
  }
}
