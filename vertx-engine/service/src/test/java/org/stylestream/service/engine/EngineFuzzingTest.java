package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.message.Discover;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.protocol.record.RecordWriter;

/**
 * An engine among peers that send it nonsense and abuse it, while it works for one that doesn't:
 * every message is answered or counted, no job of the honest client suffers, and nothing is left.
 */
@Timeout(300)
class EngineFuzzingTest {
  private static final int MESSAGES = 10_000;
  private static final int ROUNDS = 4;
  private static final int AT_ONCE = 64;
  private static final int CLEANING = 500;
  private static final int SECONDS = 60;
  private static final long POLL_NANOSECONDS = 10_000_000;
  private static final int KEPT_JOBS = 8;
  private static final Holdings SLACK = new Holdings(4 << 20, 1 << 20, 2, 2);

  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();
  private final BusObserver observer = new BusObserver(fixture.vertx().eventBus());
  private final HostileMessages hostile = new HostileMessages(20_261_122);
  private final Random random = new Random(3);
  private final List<Future<Message<Object>>> unanswered = new ArrayList<>();
  private Engine engine;
  private int sent;
  private int sinceCleaning;

  @BeforeEach
  void start() throws Exception {
    EngineOptions.Times usual = EngineOptions.Times.DEFAULT;
    engine =
        fixture.start(
            EngineOptions.of(
                    new EngineOptions.Storage(
                        folder,
                        false,
                        1 << 20,
                        Limits.LARGEST_FRAME,
                        new EngineOptions.Retention(Duration.ofDays(1), KEPT_JOBS, 1 << 30)))
                .with(new EngineOptions.Waiting(40, 20))
                .with(
                    new EngineOptions.Times(
                        Duration.ofSeconds(2),
                        usual.claim(),
                        usual.announcement(),
                        usual.ttl(),
                        usual.drain(),
                        Duration.ofSeconds(5))));
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void everyMessageIsAnsweredOrCountedAndNoJobIsLost() throws Exception {
    HonestClient honest = HonestClient.on(fixture.vertx());
    List<Holdings> held = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      CompletableFuture<Integer> work = honest.begin();
      while (sent < MESSAGES * round / ROUNDS) {
        send(hostile.next());
      }
      assertThat(honest.end(work)).as("honest jobs of round %d", round).isPositive();
      cancelAll();
      assertNothingIsLeft();
      held.add(Holdings.now());
    }
    assertCountersAgree();
    held.get(ROUNDS - 1).assertNotGrownSince(held.get(0), SLACK);
    honest.close();
  }

  private void send(List<Object> messages) throws TimeoutException {
    for (int i = 0; i < messages.size(); i++) {
      send(messages.get(i));
      if (i == 0 && messages.size() > 1 || unanswered.size() >= AT_ONCE) {
        // What follows a submission is about the job that it makes.
        awaitAnswers();
      }
    }
    sent += messages.size();
    sinceCleaning += messages.size();
    if (sinceCleaning >= CLEANING) {
      sinceCleaning = 0;
      discover();
      cancelAll();
    }
  }

  private void send(Object body) {
    String address =
        random.nextInt(3) == 0 ? Addresses.ANY_ENGINE : Addresses.engine(engine.engineId());
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(SECONDS * 1000L);
    if (random.nextInt(10) == 0) {
      options.addHeader("type", "submit");
    }
    BusObserver.Kind kind = BusObserver.kind(body);
    boolean unaddressed =
        kind == BusObserver.Kind.GRANT
            || kind == BusObserver.Kind.MALFORMED && random.nextInt(4) == 0;
    if (unaddressed) {
      fixture.vertx().eventBus().send(address, body, options);
    } else {
      unanswered.add(fixture.vertx().eventBus().request(address, body, options));
    }
  }

  private void awaitAnswers() throws TimeoutException {
    for (Future<Message<Object>> answer : unanswered) {
      Reply reply = read(answer.await(SECONDS, TimeUnit.SECONDS));
      assertThat(
              reply instanceof Reply.Refused refused ? refused.fault().code() : Fault.Code.INVALID)
          .as("%s", reply)
          .isNotEqualTo(Fault.Code.INTERNAL);
    }
    unanswered.clear();
  }

  private static Reply read(Message<Object> reply) {
    try {
      return RecordReader.read(((JsonObject) reply.body()).toBuffer(), Reply.class);
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  /** A flood of questions who is there, some of them malformed. */
  private void discover() {
    JsonObject discover =
        new JsonObject(RecordWriter.write(new Discover(Limits.VERSION), Discover.class));
    for (int i = 0; i < AT_ONCE; i++) {
      Object body =
          switch (random.nextInt(4)) {
            case 0 -> discover.copy().put("version", 1001);
            case 1 -> Buffer.buffer("who?");
            default -> discover;
          };
      fixture.vertx().eventBus().publish(Addresses.DISCOVERY, body);
      sent++;
    }
  }

  /** Ends the jobs that came of it all. */
  private void cancelAll() throws TimeoutException {
    for (JobStatus job : engine.view().jobs()) {
      if (!job.state().isFinal() && !job.jobId().startsWith(HonestClient.NAME)) {
        send(
            new JsonObject(
                RecordWriter.write(new EngineRequest.Cancel(job.jobId()), EngineRequest.class)));
      }
    }
    awaitAnswers();
  }

  private void assertNothingIsLeft() {
    until("no job waits or runs", () -> engine.view().jobs().stream().allMatch(this::hasEnded));
    until("retired jobs are gone", () -> engine.view().jobs().size() <= KEPT_JOBS);
    until(
        "jobs have folders and no others are there",
        () -> files("jobs").equals(Stream.of(jobs()).sorted().toList()));
    until(
        "no upload is unfinished",
        () -> files("uploads").stream().noneMatch(file -> file.contains(".part")));
  }

  private boolean hasEnded(JobStatus job) {
    return job.state().isFinal();
  }

  private String[] jobs() {
    return engine.view().jobs().stream().map(JobStatus::jobId).toArray(String[]::new);
  }

  private List<String> files(String name) {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertCountersAgree() {
    EngineCounters counters = engine.view().counters();
    String seen = observer.toString();
    assertThat(counters.malformed()).as(seen).isEqualTo(observer.count("malformed"));
    assertThat(counters.refused()).as(seen).isEqualTo(observer.count("refused"));
    assertThat(counters.busy()).as(seen).isEqualTo(observer.count("busy"));
    assertThat(counters.grants()).as(seen).isEqualTo(observer.count("grant"));
    assertThat(counters.submitted()).as(seen).isEqualTo(observer.jobs());
    assertThat(counters.completed() + counters.failed() + counters.cancelled())
        .as(seen)
        .isEqualTo(counters.submitted());
  }

  /** Waits until something is so. */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never came to be that " + what).isLessThan(end);
      LockSupport.parkNanos(POLL_NANOSECONDS);
    }
  }
}
