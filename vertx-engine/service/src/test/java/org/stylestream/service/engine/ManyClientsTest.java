package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.client.ClientOptions;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.ClusterKind;
import org.stylestream.service.cluster.TestCluster;

/** Many clients on one engine, over a clustered bus. */
class ManyClientsTest {
  private static final int CLIENTS = 50;
  private static final int KEPT_JOBS = 20;

  /** Jobs of a client that wait at the engine. */
  private static final int AHEAD = 10;

  /**
   * Turns that a client may be ahead of another: one, as they come one after the other, and one
   * more where a client's next job is still on its way when its turn comes.
   */
  private static final int MOST_APART = 2;

  private static final int SAMPLES_A_QUARTER = 5;
  private static final int SECONDS = 60;
  private static final int MINUTES = 60;
  private static final int ITERATIONS = 2;

  /** Iteration 0 and the last. */
  private static final int KEPT = 2;

  private static final Holdings SLACK = new Holdings(8 << 20, 8 << 20, CLIENTS, 10);

  @TempDir private Path folder;
  private final Semaphore begin = new Semaphore(0);
  private final Starts starts = new Starts();
  private final TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST, 2);
  private final List<Vertx> members = new ArrayList<>();
  private final List<StyleStreamClient> clients = new ArrayList<>();

  /** A permit a job that was completed. */
  private final Semaphore completed = new Semaphore(0);

  private int seen;
  private Device device;
  private Engine engine;

  /** The order in which jobs have begun, as clients' numbers. */
  private static final class Starts implements JobWatcher {
    private final ConcurrentLinkedQueue<JobStatus> begun = new ConcurrentLinkedQueue<>();

    @Override
    public void changed(JobStatus status) {
      if (status.state() == JobState.RUNNING) {
        begun.add(status);
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    members.add(cluster.open(cluster.member(0)));
    members.add(cluster.open(cluster.member(1)));
    device = SteeredDevice.waitingFor(EngineFixture.device(), begin);
    EngineOptions options =
        EngineOptions.of(
                new EngineOptions.Storage(
                    folder,
                    false,
                    1 << 30,
                    Limits.LARGEST_FRAME,
                    new EngineOptions.Retention(Duration.ofDays(1), KEPT_JOBS, 1 << 30)))
            .with(new EngineOptions.Waiting(CLIENTS * AHEAD, AHEAD))
            .with(starts);
    engine =
        await(
            Engine.start(
                members.get(0),
                options,
                List.of(DeviceChain.of(device)),
                EngineFixture.networks()));
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(await(StyleStreamClient.create(members.get(1), ClientOptions.of("client-" + i))));
    }
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(SECONDS, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    begin.release(Integer.MAX_VALUE / 2);
    for (StyleStreamClient client : clients) {
      await(client.close());
    }
    await(engine.close());
    cluster.close();
    device.close();
  }

  @Test
  @Timeout(300)
  void fiftyClientsWithTenJobsEach() throws Exception {
    run(10);
  }

  @Test
  @Tag("soak")
  @Timeout(7200)
  void fiftyClientsWithTwoHundredJobsEach() throws Exception {
    run(200);
  }

  private void run(int jobs) throws Exception {
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      all.add(submitAll(i, jobs));
    }
    EngineFuzzingTest.until(
        "all have jobs that wait",
        () -> engine.view().announcement().queued() >= CLIENTS * Math.min(jobs, AHEAD) - 1);
    begin.release(CLIENTS * jobs);

    int total = CLIENTS * jobs;
    Holdings first = heldBetween(total / 8, total / 4);
    Holdings last = heldBetween(total * 3 / 4, total * 7 / 8);
    Future.all(all).await(MINUTES, TimeUnit.MINUTES);

    assertThat(engine.view().counters().completed()).isEqualTo(total);
    assertFair(jobs);
    last.assertNotGrownSince(first, SLACK);
  }

  /** Submits a client's jobs in order, as many as may wait at a time. */
  private Future<Void> submitAll(int client, int jobs) {
    Future<?> submitted = Future.succeededFuture();
    List<Future<Void>> endings = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      Future<?> turn = i < AHEAD ? submitted : Future.join(submitted, endings.get(i - AHEAD));
      SampleJob job = SampleJob.of("%d-%d".formatted(client, i), ITERATIONS, client);
      AtomicInteger kept = new AtomicInteger();
      Future<JobHandle> handle = turn.compose(then -> submit(client, job, kept));
      submitted = handle.mapEmpty();
      endings.add(handle.compose(JobHandle::ending).map(ending -> ended(ending, kept)));
    }
    return Future.join(endings).mapEmpty();
  }

  private Future<JobHandle> submit(int client, SampleJob job, AtomicInteger kept) {
    return clients
        .get(client)
        .submit(
            new JobSubmission(
                job.id(),
                job.priority(),
                job.request(),
                job.delivery(),
                job.uploads(),
                Optional.empty(),
                JobSubmission.OnEngineLoss.FAIL),
            (sequence, event, frame) -> {
              if (event instanceof JobEvent.Kept) {
                kept.incrementAndGet();
              }
            });
  }

  private Void ended(JobHandle.Ending ending, AtomicInteger kept) {
    assertThat(ending.event()).isInstanceOf(JobEvent.Completed.class);
    assertThat(kept.get()).isEqualTo(KEPT);
    completed.release();
    return null;
  }

  /** What is held while the jobs between two numbers are done. */
  private Holdings heldBetween(int from, int to) throws InterruptedException {
    List<Holdings> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES_A_QUARTER; i++) {
      int next = from + i * (to - from) / SAMPLES_A_QUARTER;
      assertThat(completed.tryAcquire(next - seen, MINUTES, TimeUnit.MINUTES)).isTrue();
      seen = next;
      samples.add(Holdings.now());
    }
    return Holdings.median(samples);
  }

  /** No client that has jobs left falls behind another, and each client's jobs come in order. */
  private void assertFair(int jobs) {
    Map<String, Integer> turns = new HashMap<>();
    IntStream.range(0, CLIENTS).forEach(client -> turns.put(Integer.toString(client), 0));
    Predicate<Integer> unfinished = turn -> turn < jobs;
    for (JobStatus begun : starts.begun) {
      String[] name = begun.jobId().split("-");
      assertThat(Integer.parseInt(name[1])).as(begun.jobId()).isEqualTo(turns.get(name[0]));
      turns.merge(name[0], 1, Integer::sum);
      int least = turns.values().stream().filter(unfinished).min(Integer::compare).orElse(jobs);
      assertThat(Collections.max(turns.values()) - least)
          .as("turns that one client is ahead of another, when %s begins", begun.jobId())
          .isLessThanOrEqualTo(MOST_APART);
    }
  }
}
