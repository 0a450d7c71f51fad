package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.service.client.Frame;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobListener;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.ClusterKind;

/** A client that takes one frame while the engine makes a hundred. */
@Timeout(300)
class SlowClientTest {
  private static final int TIMES_SLOWER = 100;
  private static final int ITERATIONS = 800;

  /** For everything; the frames are 118 MB. */
  private static final List<String> LITTLE_MEMORY =
      List.of("-Xmx80m", "-XX:MaxDirectMemorySize=32m");

  private static final SampleJob JOB =
      new SampleJob(
          128,
          ITERATIONS,
          new Delivery(
              1, Datatype.F32, Datatype.F32, Optional.empty(), 0, false, ClientLoss.CANCEL));

  @TempDir private Path folder;

  @Test
  void getsEveryFrameAndKeepsTheEngineFromNothing() throws Exception {
    TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST);
    Program program = Program.in(folder);
    try (EngineProcess engine =
        EngineProcess.begin(
                program, List.of(), LITTLE_MEMORY, cluster.settings(), "state", "--http-port", "0")
            .ready()) {
      Vertx vertx = cluster.join();
      StyleStreamClient client =
          Patience.await(
              StyleStreamClient.create(vertx, SampleJob.client("slow", Duration.ofSeconds(60))));
      Slow slow = new Slow(engine);

      JobHandle handle =
          Patience.await(client.submit(JOB.submission("job", OnEngineLoss.FAIL), slow));
      Patience.await(handle.ending());

      assertThat(slow.frames).as("frames that were read").isEqualTo(ITERATIONS + 1);
      assertThat(slow.framesWhenDone)
          .as("frames that were read when the engine was done")
          .isLessThanOrEqualTo(ITERATIONS / TIMES_SLOWER + 1);
      Patience.await(client.close().eventually(vertx::close));
    }
  }

  /** Goes on to the next frame when the engine is a hundred iterations further. */
  private static final class Slow implements JobListener {
    private final EngineProcess engine;
    private int frames;
    private int framesWhenDone;

    Slow(EngineProcess engine) {
      this.engine = engine;
    }

    @Override
    public void onEvent(long sequence, JobEvent event, Optional<Frame> frame) {
      if (event instanceof JobEvent.Kept kept) {
        assertThat(kept.iteration()).isEqualTo(frames);
        assertThat(frame.orElseThrow().bytes()).hasSize((int) kept.frame().bytes());
        frames++;
        Patience.until("the engine is further", this::isFarBehind);
      }
    }

    private boolean isFarBehind() {
      if (framesWhenDone > 0) {
        return true;
      }
      JsonObject job = new JsonObject(engine.get("/jobs/job"));
      if (!job.getString("state").equals("running")) {
        framesWhenDone = frames;
      }
      return job.getInteger("iteration") >= TIMES_SLOWER * frames || framesWhenDone > 0;
    }
  }
}
