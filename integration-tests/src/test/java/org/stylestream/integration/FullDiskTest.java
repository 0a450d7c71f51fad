package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.message.Fault;
import org.stylestream.service.client.JobFailedException;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.ClusterKind;

/** An engine whose disk is full of other things. */
@Timeout(300)
class FullDiskTest {
  private static final int DISK_BYTES = 4 << 20;
  private static final int BALLAST_BYTES = 3 << 20;

  @TempDir private Path folder;

  @Test
  void aJobFailsInOneSentenceAndTheNextIsDoneWhenThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        Shell.succeeds(
            "mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString()),
        "a small file system can be mounted by root only");
    Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST_BYTES]);
    TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST);
    try (EngineProcess engine = EngineProcess.start(Program.in(folder), cluster, "disk/state")) {
      Vertx vertx = cluster.join();
      StyleStreamClient client =
          Patience.await(
              StyleStreamClient.create(vertx, SampleJob.client("client", Duration.ofSeconds(60))));

      assertThatThrownBy(() -> run(client, "no-room"))
          .asInstanceOf(type(JobFailedException.class))
          .satisfies(
              failure -> {
                assertThat(failure.fault().code()).isEqualTo(Fault.Code.STORAGE);
                assertThat(failure)
                    .hasMessageContaining("No space left on device")
                    .hasMessageNotContaining("\n");
              });
      Files.delete(ballast);

      assertThat(run(client, "room").result()).isPresent();
      assertThat(engine.isAlive()).isTrue();
      Patience.await(client.close().eventually(vertx::close));
    } finally {
      Shell.succeeds("umount", disk.toString());
    }
  }

  /** Runs a job of about 2 MB of frames. */
  private static JobHandle.Ending run(StyleStreamClient client, String jobId) {
    SampleJob job = SampleJob.of(200).keeping(1);
    JobHandle handle =
        Patience.await(client.submit(job.submission(jobId, OnEngineLoss.FAIL), new Recording()));
    return Patience.await(handle.ending());
  }
}
