package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.service.client.ClientOptions;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.StyleStreamClient;

/** A client that has one job after the other done, all alike, and looks at every result. */
final class HonestClient {
  static final String NAME = "honest";
  private static final int SECONDS = 120;

  private final StyleStreamClient client;
  private final byte[] right;
  private int made;
  private volatile boolean ending;

  private HonestClient(StyleStreamClient client) throws TimeoutException {
    this.client = client;
    right = result();
  }

  /** A client that has had one job done already, to know what is right. */
  static HonestClient on(Vertx vertx) throws TimeoutException {
    ClientOptions options =
        new ClientOptions(
            NAME,
            ClientOptions.SMALLEST_WINDOW,
            4,
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofMinutes(2),
            Duration.ofMillis(300),
            Duration.ofSeconds(30));
    return new HonestClient(
        StyleStreamClient.create(vertx, options).await(SECONDS, TimeUnit.SECONDS));
  }

  /** Has jobs done until it is told to end; how many. */
  CompletableFuture<Integer> begin() {
    ending = false;
    return CompletableFuture.supplyAsync(this::work);
  }

  /** How many were done; all of them as they ought to be. */
  int end(CompletableFuture<Integer> work) throws Exception {
    ending = true;
    return work.get(SECONDS, TimeUnit.SECONDS);
  }

  private int work() {
    int done = 0;
    do {
      assertThat(resultOrFailure()).isEqualTo(right);
      done++;
    } while (!ending);
    return done;
  }

  private byte[] resultOrFailure() {
    try {
      return result();
    } catch (TimeoutException e) {
      throw new AssertionError("an honest job hangs", e);
    }
  }

  private byte[] result() throws TimeoutException {
    SampleJob job = SampleJob.of(NAME + "-" + made++, 60).onLoss(ClientLoss.CONTINUE);
    JobHandle.Ending end =
        client
            .submit(
                new JobSubmission(
                    job.id(),
                    job.priority(),
                    job.request(),
                    job.delivery(),
                    job.uploads(),
                    Optional.empty(),
                    JobSubmission.OnEngineLoss.FAIL),
                (sequence, event, frame) -> {})
            .compose(JobHandle::ending)
            .await(SECONDS, TimeUnit.SECONDS);
    assertThat(end.event()).isInstanceOf(JobEvent.Completed.class);
    return end.result().orElseThrow().bytes();
  }

  void close() throws TimeoutException {
    client.close().await(SECONDS, TimeUnit.SECONDS);
  }
}
