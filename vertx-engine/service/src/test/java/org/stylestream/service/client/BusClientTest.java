package org.stylestream.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stylestream.service.client.Scripts.failure;
import static org.stylestream.service.client.Scripts.get;
import static org.stylestream.service.client.Scripts.job;
import static org.stylestream.service.client.Scripts.options;
import static org.stylestream.service.client.Scripts.pixels;
import static org.stylestream.service.client.Scripts.until;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;

@Timeout(120)
class BusClientTest {
  private static final int FRAME = 150_000;
  private static final int ITERATIONS = 12;

  private Vertx vertx;
  private StyleStreamClient client;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    client = get(StyleStreamClient.create(vertx, options("tester")));
  }

  @AfterEach
  void close() {
    get(client.close());
    get(vertx.close());
  }

  // -- from submission to ending

  @Test
  void aJobsEventsComeInOrderWithTheirFramesOnWorkerThreads() {
    engine("a").script(job -> Scripts.run(job, ITERATIONS, FRAME));
    Recorder recorder = new Recorder();

    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), recorder));
    JobHandle.Ending ending = get(handle.ending());

    assertThat(handle.engineId()).isEqualTo("a");
    assertWholeRun(recorder);
    assertThat(recorder.sequences())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, recorder.seen.size()).boxed().toList());
    assertThat(ending.event()).isInstanceOf(JobEvent.Completed.class);
    assertThat(ending.result().orElseThrow().bytes()).isEqualTo(pixels(-1, FRAME));
  }

  @Test
  void imagesAreUploadedInOrderAFewChunksAtATimeAndOnce() {
    ScriptedEngine engine = engine("a").script(job -> Scripts.run(job, 0, FRAME));
    JobSubmission first = job("j1", OnEngineLoss.FAIL);
    JobSubmission second = job("j2", OnEngineLoss.FAIL);

    get(get(client.submit(first, new Recorder())).ending());
    get(get(client.submit(second, new Recorder())).ending());

    assertThat(engine.mostUploadsUnderWay.get()).isBetween(2, 4);
    int bytes = engine.uploads.stream().mapToInt(chunk -> chunk.payload().length()).sum();
    assertThat(bytes).as("two contents, one style").isEqualTo(3 * Scripts.SIDE * Scripts.SIDE * 3);
  }

  @Test
  void anUploadThatIsDamagedIsBegunAgain() {
    AtomicInteger chunks = new AtomicInteger();
    ScriptedEngine engine =
        engine("a")
            .script(job -> Scripts.run(job, 0, FRAME))
            .answeringUploads(
                chunk ->
                    chunks.incrementAndGet() == 3
                        ? Optional.of(refused(Fault.Code.DAMAGED, "the chunk is damaged"))
                        : Optional.empty());

    get(get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder())).ending());

    assertThat(engine.requests(EngineRequest.Submit.class)).hasSize(2);
  }

  @Test
  void anUploadThatNeverSucceedsSendsTheJobToAnotherEngine() {
    ScriptedEngine bad =
        engine("bad")
            .looking(engine -> withMemory(engine, 2L << 30))
            .answeringUploads(
                chunk -> Optional.of(refused(Fault.Code.STORAGE, "the disk is full")));
    engine("good").script(job -> Scripts.run(job, 0, FRAME));
    until("both engines are known", () -> client.engines().size() == 2);

    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));

    assertThat(handle.engineId()).isEqualTo("good");
    assertThat(bad.requests(EngineRequest.Submit.class)).hasSize(3);
    until("the first engine was told", () -> !bad.requests(EngineRequest.Cancel.class).isEmpty());
    get(handle.ending());
  }

  @Test
  void aJobThatFailsEndsWithTheEnginesSentence() {
    engine("a")
        .script(
            job -> job.log(new JobEvent.Failed(Fault.of(Fault.Code.DEVICE, "the device melted"))));
    Recorder recorder = new Recorder();

    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), recorder));
    JobFailedException failure = failure(handle.ending());

    assertThat(failure).hasMessage("the device melted");
    assertThat(failure.fault().code()).isEqualTo(Fault.Code.DEVICE);
    assertThat(recorder.events(JobEvent.Failed.class)).hasSize(1);
  }

  @Test
  void aJobIsCancelledByItsHandleAndByItsIdWhoeverSubmittedIt() {
    engine("a").script(job -> Scripts.accept(job, "a"));
    engine("b").script(job -> Scripts.accept(job, "b"));
    JobHandle first = get(client.submit(job("j1", OnEngineLoss.FAIL), new Recorder()));
    JobHandle second = get(client.submit(job("j2", OnEngineLoss.FAIL), new Recorder()));
    StyleStreamClient other = get(StyleStreamClient.create(vertx, options("other")));

    get(first.cancel());
    JobStatus status = get(other.cancel("j2"));

    assertThat(get(first.ending()).event()).isInstanceOf(JobEvent.Cancelled.class);
    assertThat(get(second.ending()).event()).isInstanceOf(JobEvent.Cancelled.class);
    assertThat(status.jobId()).isEqualTo("j2");
    assertThat(failure(other.cancel("nobody")).fault().code()).isEqualTo(Fault.Code.UNKNOWN_JOB);
    get(other.close());
  }

  @Test
  void jobsOfAllEnginesAreListed() {
    engine("a").script(job -> Scripts.accept(job, "a"));
    engine("b").script(job -> Scripts.accept(job, "b"));
    until("both engines are known", () -> client.engines().size() == 2);
    JobHandle first = get(client.submit(job("j1", OnEngineLoss.FAIL), new Recorder()));
    JobHandle second = get(client.submit(job("j2", OnEngineLoss.FAIL), new Recorder()));

    List<StyleStreamClient.EngineJobs> all = get(client.jobs());

    assertThat(all).extracting(jobs -> jobs.engine().engineId()).containsExactly("a", "b");
    assertThat(all).allSatisfy(jobs -> assertThat(jobs.jobs()).hasSize(1));
    assertThat(List.of(first.engineId(), second.engineId())).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aSecondWatcherOfTheSameJobInOneClientIsRefused() {
    engine("a").script(job -> Scripts.accept(job, "a"));
    get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));

    JobFailedException failure = failure(client.attach("j", 0, new Recorder()));

    assertThat(failure.fault().code()).isEqualTo(Fault.Code.CONFLICT);
  }

  @Test
  void aListenerThatThrowsEndsItsJobHereAndThere() {
    ScriptedEngine engine = engine("a").script(job -> Scripts.accept(job, "a"));

    JobHandle handle =
        get(
            client.submit(
                job("j", OnEngineLoss.FAIL),
                (sequence, event, frame) -> {
                  throw new IllegalStateException("no room");
                }));
    JobFailedException failure = failure(handle.ending());

    assertThat(failure)
        .hasMessageContaining("no room")
        .hasCauseInstanceOf(IllegalStateException.class);
    until("it was cancelled", () -> !engine.requests(EngineRequest.Cancel.class).isEmpty());
  }

  @Test
  void detachingEndsAJobOrLeavesItAsItsDeliverySays() {
    ScriptedEngine engine = engine("a").script(job -> Scripts.accept(job, "a"));
    JobHandle ends = get(client.submit(job("j1", OnEngineLoss.FAIL), new Recorder()));
    JobHandle goesOn =
        get(
            client.submit(
                job("j2", "vgg19", OnEngineLoss.FAIL, ClientLoss.CONTINUE), new Recorder()));

    get(ends.detach());
    get(goesOn.detach());

    assertThat(failure(ends.ending()).fault().code()).isEqualTo(Fault.Code.LEASE_EXPIRED);
    assertThat(failure(goesOn.ending()).fault().code()).isEqualTo(Fault.Code.LEASE_EXPIRED);
    assertThat(engine.requests(EngineRequest.Cancel.class))
        .extracting(EngineRequest.Cancel::jobId)
        .containsExactly("j1");
  }

  @Test
  void closingEndsEverythingThatIsUnderWay() {
    ScriptedEngine engine = engine("a").script(job -> Scripts.accept(job, "a"));
    JobHandle watched = get(client.submit(job("j1", OnEngineLoss.RESUBMIT), new Recorder()));
    engine.answering(
        request ->
            request instanceof EngineRequest.Submit
                ? Optional.of(new Reply.Busy(2000, 9))
                : Optional.empty());
    var submitted = client.submit(job("j2", OnEngineLoss.FAIL), new Recorder());
    var discovered = client.discover();
    var listed = client.jobs();

    get(client.close());

    assertThat(failure(watched.ending()).fault().code()).isEqualTo(Fault.Code.LEASE_EXPIRED);
    assertThat(failure(submitted).fault().code()).isEqualTo(Fault.Code.LEASE_EXPIRED);
    get(discovered);
    get(listed);
    JobFailedException late = failure(client.submit(job("j3", OnEngineLoss.FAIL), new Recorder()));
    assertThat(late).hasMessageContaining("closed");
    assertThat(engine.requests(EngineRequest.Cancel.class)).isNotEmpty();
  }

  @Test
  void answersComeOnTheCallersContextAndElseOnAWorkerThread() {
    engine("a");
    AtomicReference<Object> seen = new AtomicReference<>();
    io.vertx.core.Context context = vertx.getOrCreateContext();

    context.runOnContext(
        now -> client.discover().onComplete(done -> seen.set(Vertx.currentContext())));
    until("the first has ended", () -> seen.get() != null);
    assertThat(seen.get()).isSameAs(context);

    seen.set(null);
    client.discover().onComplete(done -> seen.set(Thread.currentThread().getName()));
    until("the second has ended", () -> seen.get() != null);
    assertThat((String) seen.get()).startsWith("stylestream-client-");
  }

  // -- choosing an engine

  @Test
  void theLeastLoadedEngineThatCanDoItGetsTheJob() {
    engine("busy").looking(engine -> withLoad(engine, 1, 3));
    engine("other").looking(engine -> withNetworks(engine, List.of("vgg19-lite")));
    engine("going").looking(BusClientTest::draining);
    engine("free").script(job -> Scripts.run(job, 0, FRAME));
    until("all engines are known", () -> client.engines().size() == 4);

    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));

    assertThat(handle.engineId()).isEqualTo("free");
    get(handle.ending());
  }

  @Test
  void aBusyEngineIsAskedAgainUntilItHasRoom() {
    AtomicInteger submits = new AtomicInteger();
    engine("a")
        .script(job -> Scripts.run(job, 0, FRAME))
        .answering(
            request ->
                request instanceof EngineRequest.Submit && submits.incrementAndGet() <= 3
                    ? Optional.of(new Reply.Busy(50, 64))
                    : Optional.empty());

    get(get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder())).ending());

    assertThat(submits.get()).isEqualTo(4);
  }

  @Test
  void whatOneJobLearnsOfABusyEngineSparesItTheOthers() {
    ScriptedEngine engine =
        engine("a")
            .answering(
                request ->
                    request instanceof EngineRequest.Submit
                        ? Optional.of(new Reply.Busy(100_000, 64))
                        : Optional.empty());
    failure(client.submit(job("first", OnEngineLoss.FAIL), new Recorder()));

    for (int i = 0; i < 20; i++) {
      failure(client.submit(job("other-" + i, OnEngineLoss.FAIL), new Recorder()));
    }

    assertThat(engine.requests(EngineRequest.Submit.class)).hasSize(1);
  }

  @Test
  void whereTheBestEngineIsBusyTheNextOneGetsTheJobAtOnce() {
    ScriptedEngine busy =
        engine("busy")
            .looking(engine -> withMemory(engine, 2L << 30))
            .answering(
                request ->
                    request instanceof EngineRequest.Submit
                        ? Optional.of(new Reply.Busy(100_000, 64))
                        : Optional.empty());
    engine("free").script(job -> Scripts.run(job, 0, FRAME));
    until("both engines are known", () -> client.engines().size() == 2);

    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));

    assertThat(handle.engineId()).isEqualTo("free");
    assertThat(busy.requests(EngineRequest.Submit.class)).hasSize(1);
    get(handle.ending());
  }

  @Test
  void patienceWithBusyEnginesEnds() {
    engine("a")
        .answering(
            request ->
                request instanceof EngineRequest.Submit
                    ? Optional.of(new Reply.Busy(200, 64))
                    : Optional.empty());

    JobFailedException failure =
        failure(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));

    assertThat(failure.fault().code()).isEqualTo(Fault.Code.UNAVAILABLE);
    assertThat(failure)
        .hasMessage("no engine has taken the job j within 3.0 s: the engine a is busy");
  }

  @Test
  void anEngineThatIsSlowToAnnounceItselfIsWaitedFor() {
    vertx.setTimer(
        2 * options("tester").discovery().toMillis(),
        late -> engine("a").script(job -> Scripts.run(job, 0, FRAME)));

    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));

    assertThat(handle.engineId()).isEqualTo("a");
  }

  @Test
  void withoutAnyEngineASubmissionFailsAfterDiscovery() {
    JobFailedException failure =
        failure(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));

    assertThat(failure.fault().code()).isEqualTo(Fault.Code.UNAVAILABLE);
    assertThat(failure).hasMessageStartingWith("no engine has announced itself within 1.5 s");
  }

  @Test
  void whereNoEngineHasTheNetworkASubmissionFailsAndSaysWhatThereIs() {
    engine("a");

    JobFailedException failure =
        failure(
            client.submit(
                job("j", "resnet", OnEngineLoss.FAIL, ClientLoss.CANCEL), new Recorder()));

    assertThat(failure.fault().code()).isEqualTo(Fault.Code.UNSUPPORTED);
    assertThat(failure)
        .hasMessage(
            "no engine can do the job j: the engine a has no network resnet (it has vgg19,"
                + " vgg19-lite)");
  }

  @Test
  void aRequestThatAnEngineRefusesAsInvalidFailsAtOnce() {
    ScriptedEngine engine =
        engine("a")
            .answering(
                request ->
                    request instanceof EngineRequest.Submit
                        ? Optional.of(refused(Fault.Code.INVALID, "the seed is odd"))
                        : Optional.empty());

    assertThat(failure(client.submit(job("j", OnEngineLoss.FAIL), new Recorder())))
        .hasMessage("the seed is odd");
    assertThat(engine.requests(EngineRequest.Submit.class)).hasSize(1);
  }

  @Test
  void aJobThatIsTooLargeForOneEngineGoesToTheNext() {
    engine("small")
        .looking(engine -> withMemory(engine, 2L << 30))
        .answering(
            request ->
                request instanceof EngineRequest.Submit
                    ? Optional.of(refused(Fault.Code.TOO_LARGE, "it needs 9 GB"))
                    : Optional.empty());
    engine("large").script(job -> Scripts.run(job, 0, FRAME));
    until("both engines are known", () -> client.engines().size() == 2);

    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));

    assertThat(handle.engineId()).isEqualTo("large");
    get(handle.ending());
  }

  @Test
  void anEngineThatStopsAnnouncingItselfIsForgotten() {
    ScriptedEngine engine = engine("a");
    until("the engine is known", () -> client.engines().size() == 1);

    engine.stopAnnouncing();

    until("the engine is forgotten", () -> client.engines().isEmpty());
  }

  // -- a bad wire

  @Test
  void lostMessagesAreSentAgain() {
    Random luck = new Random(1);
    ScriptedEngine engine =
        engine("a")
            .script(job -> Scripts.run(job, ITERATIONS, FRAME))
            .wire(
                (body, bus) -> {
                  if (luck.nextInt(12) > 0) {
                    bus.accept(body);
                  }
                });
    Recorder recorder = new Recorder();

    get(get(client.submit(job("j", OnEngineLoss.FAIL), recorder)).ending());

    assertWholeRun(recorder);
    assertThat(engine.wentBack.get()).isPositive();
  }

  @Test
  void repeatedMessagesAreSeenOnce() {
    engine("a")
        .script(job -> Scripts.run(job, ITERATIONS, FRAME))
        .wire(
            (body, bus) -> {
              bus.accept(body);
              bus.accept(body);
            });
    Recorder recorder = new Recorder();

    get(get(client.submit(job("j", OnEngineLoss.FAIL), recorder)).ending());

    assertWholeRun(recorder);
  }

  @Test
  void messagesThatOvertakeOthersAreSentAgain() {
    Random luck = new Random(2);
    List<Object> late = new ArrayList<>();
    engine("a")
        .script(job -> Scripts.run(job, ITERATIONS, FRAME))
        .wire(
            (body, bus) -> {
              if (luck.nextInt(15) == 0) {
                late.add(body);
                return;
              }
              bus.accept(body);
              late.forEach(bus);
              late.clear();
            });
    Recorder recorder = new Recorder();

    get(get(client.submit(job("j", OnEngineLoss.FAIL), recorder)).ending());

    assertWholeRun(recorder);
  }

  @Test
  void damagedAndForeignMessagesArePassedOver() {
    Random luck = new Random(3);
    engine("a")
        .script(job -> Scripts.run(job, ITERATIONS, FRAME))
        .wire(
            (body, bus) -> {
              if (luck.nextInt(12) > 0) {
                bus.accept(body);
              } else if (body instanceof Buffer chunk) {
                Buffer damaged = chunk.copy();
                int at = damaged.length() - 1;
                bus.accept(damaged.setByte(at, (byte) (damaged.getByte(at) ^ 1)));
              } else {
                bus.accept(((JsonObject) body).copy().put("sequence", "five"));
              }
              bus.accept("neither");
            });
    Recorder recorder = new Recorder();

    get(get(client.submit(job("j", OnEngineLoss.FAIL), recorder)).ending());

    assertWholeRun(recorder);
  }

  @Test
  void chunksThatAreCutAnewAfterAResendFit() {
    AtomicInteger chunks = new AtomicInteger();
    engine("a")
        .script(job -> Scripts.run(job, ITERATIONS, FRAME))
        .wire(
            (body, bus) -> {
              bus.accept(body);
              if (body instanceof Buffer bytes && chunks.incrementAndGet() % 4 == 1) {
                bus.accept(withFollowingOverlap(bytes));
              }
            });
    Recorder recorder = new Recorder();

    get(get(client.submit(job("j", OnEngineLoss.FAIL), recorder)).ending());

    assertWholeRun(recorder);
  }

  @Test
  void anEngineThatNeverHealsAGapFailsTheJobInTheEnd() {
    engine("a")
        .script(job -> Scripts.run(job, 3, FRAME))
        .wire(
            (body, bus) -> {
              if (body instanceof JsonObject) {
                bus.accept(body);
              }
            });

    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));

    assertThat(failure(handle.ending()))
        .hasMessage(
            "the engine a of the job j is lost: it doesn't send again what was lost on its way");
  }

  // -- flow control

  @Test
  void aSlowListenerHoldsTheEngineBackAtTheWindow() {
    ScriptedEngine engine = engine("a").script(job -> Scripts.run(job, 40, FRAME));
    Recorder recorder = new Recorder(0);
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), recorder));
    until(
        "a few renewals have passed", () -> engine.requests(EngineRequest.Renew.class).size() > 10);

    assertThat(engine.mostFrameBytesUnderWay.get())
        .isPositive()
        .isLessThanOrEqualTo(ClientOptions.SMALLEST_WINDOW);
    recorder.permits.release(1000);
    get(handle.ending());

    assertThat(recorder.events(JobEvent.Kept.class)).hasSize(41);
    assertThat(engine.mostFrameBytesUnderWay.get())
        .isLessThanOrEqualTo(ClientOptions.SMALLEST_WINDOW);
  }

  @Test
  void aFrameLargerThanTheWindowComesWhole() {
    int large = (int) (3 * ClientOptions.SMALLEST_WINDOW) + 123;
    engine("a").script(job -> Scripts.run(job, 2, large));
    Recorder recorder = new Recorder();

    JobHandle.Ending ending =
        get(get(client.submit(job("j", OnEngineLoss.FAIL), recorder)).ending());

    assertThat(recorder.events(JobEvent.Kept.class)).hasSize(3);
    assertThat(ending.result().orElseThrow().bytes()).isEqualTo(pixels(-1, large));
  }

  @Test
  void aListenerThatHoldsOnDoesNotHoldUpOtherJobs() {
    engine("a").script(job -> Scripts.run(job, ITERATIONS, FRAME));
    Recorder stuck = new Recorder(1);
    JobHandle waiting = get(client.submit(job("j1", OnEngineLoss.FAIL), stuck));

    for (int i = 0; i < 3; i++) {
      Recorder recorder = new Recorder();
      get(get(client.submit(job("other-" + i, OnEngineLoss.FAIL), recorder)).ending());
      assertWholeRun(recorder);
    }

    assertThat(waiting.ending().isComplete()).isFalse();
    stuck.permits.release(1000);
    get(waiting.ending());
    assertWholeRun(stuck);
  }

  @Test
  void previewsAreTheLatestAndAreAcknowledgedWhenSeen() {
    ScriptedEngine engine = engine("a").script(job -> Scripts.accept(job, "a"));
    Recorder recorder = new Recorder(2);
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), recorder));
    until("the job has begun", () -> recorder.seen.size() == 2);

    for (int i = 1; i <= 5; i++) {
      int number = i;
      engine.go("j", job -> job.preview(preview(number, number), pixels(number, FRAME)));
    }
    engine.go("j", job -> Scripts.iterate(job, 1, 1, FRAME));
    AtomicInteger taken = new AtomicInteger(-1);
    engine.go("j", job -> taken.set((int) job.previewsTaken()));
    until("the engine was asked", () -> taken.get() >= 0);
    assertThat(taken.get()).isZero();
    until("a renewal has passed", () -> engine.requests(EngineRequest.Renew.class).size() > 3);
    recorder.permits.release(1000);

    until(
        "the latest is taken",
        () -> {
          engine.go("j", job -> taken.set((int) job.previewsTaken()));
          return taken.get() == 5;
        });
    List<Recorder.Seen> previews =
        recorder.seen.stream().filter(seen -> seen.event() instanceof JobEvent.Preview).toList();
    assertThat(previews).hasSizeBetween(1, 2);
    Recorder.Seen last = previews.get(previews.size() - 1);
    assertThat(((JobEvent.Preview) last.event()).number()).isEqualTo(5);
    assertThat(last.frame().orElseThrow()).isEqualTo(pixels(5, FRAME));
    engine.go("j", job -> Scripts.complete(job, 1, FRAME));
    get(handle.ending());
  }

  @Test
  void aPreviewThatLosesAChunkIsGivenUpForTheNext() {
    AtomicInteger chunks = new AtomicInteger();
    ScriptedEngine engine =
        engine("a")
            .script(job -> Scripts.accept(job, "a"))
            .wire(
                (body, bus) -> {
                  if (!(body instanceof Buffer) || chunks.incrementAndGet() != 2) {
                    bus.accept(body);
                  }
                });
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), recorder));
    until("the job has begun", () -> recorder.seen.size() == 2);

    engine.go("j", job -> job.preview(preview(1, 1), pixels(1, FRAME)));
    engine.go("j", job -> job.preview(preview(2, 2), pixels(2, FRAME)));
    engine.go("j", job -> Scripts.complete(job, 1, FRAME));
    get(handle.ending());

    assertThat(recorder.events(JobEvent.Preview.class))
        .extracting(JobEvent.Preview::number)
        .containsExactly(2L);
  }

  // -- engines that are lost

  @Test
  void anotherEngineThatHasTheJobGoesOnWhereTheLostOneWas() {
    ScriptedEngine first =
        engine("a")
            .script(
                job -> {
                  Scripts.accept(job, "a");
                  Scripts.iterate(job, 0, 7, FRAME);
                });
    ScriptedEngine second = new ScriptedEngine("b");
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), recorder));
    until("some has come", () -> recorder.events(JobEvent.Kept.class).size() == 8);

    second.start(vertx);
    first.handOver("j", second);
    first.die();
    until("the job was found", () -> handle.engineId().equals("b"));
    second.go(
        "j",
        job -> {
          Scripts.iterate(job, 8, ITERATIONS, FRAME);
          Scripts.complete(job, ITERATIONS, FRAME);
        });
    get(handle.ending());

    assertWholeRun(recorder);
    assertThat(recorder.sequences())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, recorder.sequences().size()).boxed().toList());
    assertThat(second.requests(EngineRequest.Submit.class)).isEmpty();
  }

  @Test
  void aJobIsSubmittedAgainFromItsLastCheckpoint() {
    ScriptedEngine first =
        engine("a")
            .script(
                job -> {
                  Scripts.accept(job, "a");
                  Scripts.iterate(job, 0, 7, FRAME);
                });
    ScriptedEngine second =
        new ScriptedEngine("b")
            .script(
                job -> {
                  Scripts.accept(job, "b");
                  Scripts.iterate(job, 6, ITERATIONS, FRAME);
                  Scripts.complete(job, ITERATIONS, FRAME);
                });
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), recorder));
    until("some has come", () -> recorder.events(JobEvent.Kept.class).size() == 8);

    second.start(vertx);
    first.die();
    get(handle.ending());

    assertWholeRun(recorder);
    EngineRequest.Submit again = second.requests(EngineRequest.Submit.class).get(0);
    String checkpoint = Scripts.sha256(Buffer.buffer(pixels(1005, 1000)));
    assertThat(again.resumeFrom().orElseThrow().sha256()).isEqualTo(checkpoint);
    assertThat(second.uploads)
        .extracting(chunk -> chunk.header().upload().orElseThrow())
        .contains(checkpoint);
    List<Long> sequences = recorder.sequences();
    assertThat(sequences.get(sequences.size() - 1))
        .as("the number on the engine that has the job now, to attach after")
        .isEqualTo(2 + 2 * 7 + 1 + 1);
  }

  @Test
  void withoutACheckpointAJobIsSubmittedAgainFromTheStart() {
    ScriptedEngine first =
        engine("a")
            .script(
                job -> {
                  Scripts.accept(job, "a");
                  Scripts.iterate(job, 0, 3, FRAME);
                });
    Recorder recorder = new Recorder(6);
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), recorder));
    until("some has come", () -> recorder.seen.size() == 6);

    ScriptedEngine second = engine("b").script(job -> Scripts.run(job, ITERATIONS, FRAME));
    first.goSilent();
    until("the job is elsewhere", () -> handle.engineId().equals("b"));
    recorder.permits.release(1000);
    get(handle.ending());

    assertWholeRun(recorder);
    assertThat(second.requests(EngineRequest.Submit.class).get(0).resumeFrom()).isEmpty();
  }

  @Test
  void aJobThatIsNotToBeSubmittedAgainFailsWithOneSentence() {
    ScriptedEngine first = engine("a").script(job -> Scripts.accept(job, "a"));
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), new Recorder()));
    ScriptedEngine second = engine("b");

    first.goSilent();
    JobFailedException failure = failure(handle.ending());

    assertThat(failure.fault().code()).isEqualTo(Fault.Code.UNAVAILABLE);
    assertThat(failure).hasMessageStartingWith("the engine a of the job j is lost: it ");
    assertThat(second.requests(EngineRequest.Attach.class)).isNotEmpty();
    assertThat(second.requests(EngineRequest.Submit.class)).isEmpty();
  }

  @Test
  void aJobThatItsEngineDoesNotKnowAnyLongerIsSubmittedAgain() {
    ScriptedEngine engine =
        engine("a")
            .script(
                job -> {
                  Scripts.accept(job, "a");
                  Scripts.iterate(job, 0, 7, FRAME);
                });
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), recorder));
    until("some has come", () -> recorder.events(JobEvent.Kept.class).size() == 8);

    engine.script(
        job -> {
          Scripts.accept(job, "a");
          Scripts.iterate(job, 6, ITERATIONS, FRAME);
          Scripts.complete(job, ITERATIONS, FRAME);
        });
    engine.forget("j");
    get(handle.ending());

    assertWholeRun(recorder);
  }

  @Test
  void anEngineThatAnnouncesItselfButDoesNotAnswerIsLostToo() {
    ScriptedEngine first = engine("a").script(job -> Scripts.accept(job, "a"));
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), new Recorder()));
    engine("b").script(job -> Scripts.run(job, 0, FRAME));

    first.goDeaf();

    get(handle.ending());
    assertThat(handle.engineId()).isEqualTo("b");
  }

  @Test
  void aCutThatHealsBeforeTheSilenceIsOverCostsNothing() {
    ScriptedEngine engine = engine("a").script(job -> Scripts.accept(job, "a"));
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.FAIL), recorder));
    until("the job has begun", () -> recorder.seen.size() == 2);

    engine.goDeaf();
    engine.go("j", job -> Scripts.iterate(job, 0, 3, FRAME));
    until("it went on for a while", () -> recorder.events(JobEvent.Kept.class).size() >= 3);
    engine.listenAgain();
    engine.go(
        "j",
        job -> {
          Scripts.iterate(job, 4, ITERATIONS, FRAME);
          Scripts.complete(job, ITERATIONS, FRAME);
        });
    get(handle.ending());

    assertWholeRun(recorder);
  }

  @Test
  void aJobThatWasCancelledIsNotSubmittedAgainWhenItsEngineIsLost() {
    ScriptedEngine first = engine("a").script(job -> Scripts.accept(job, "a"));
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), new Recorder()));
    ScriptedEngine second = engine("b").script(job -> Scripts.run(job, 0, FRAME));

    first.goSilent();
    assertThat(failure(handle.cancel()).fault().code()).isEqualTo(Fault.Code.UNAVAILABLE);
    failure(handle.ending());

    assertThat(second.requests(EngineRequest.Submit.class)).isEmpty();
  }

  @Test
  void withNoEngineLeftAJobThatIsToBeSubmittedAgainWaitsForOneWithinItsPatience() {
    ScriptedEngine first = engine("a").script(job -> Scripts.accept(job, "a"));
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), new Recorder()));
    first.die();
    until("the engine is forgotten", () -> client.engines().isEmpty());

    engine("b").script(job -> Scripts.run(job, 0, FRAME));

    get(handle.ending());
    assertThat(handle.engineId()).isEqualTo("b");
  }

  @Test
  void patienceAfterALossEnds() {
    ScriptedEngine first = engine("a").script(job -> Scripts.accept(job, "a"));
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), new Recorder()));

    first.die();

    assertThat(failure(handle.ending()))
        .hasMessageContaining("no engine has taken the job j within 3.0 s");
  }

  @Test
  void aJobThatKillsItsEnginesIsGivenUpBeforeItKillsAll() {
    List<ScriptedEngine> engines =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    engine("e" + i)
                        .script(
                            job -> {
                              Scripts.accept(job, "e");
                              Scripts.iterate(job, 0, 3, FRAME);
                            }))
            .toList();
    Set<ScriptedEngine> dead = new HashSet<>();
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), new Recorder()));
    Future<JobHandle.Ending> ending = handle.ending();

    until(
        "it was given up",
        () -> {
          engines.stream()
              .filter(BusClientTest::isWatched)
              .filter(dead::add)
              .forEach(ScriptedEngine::goSilent);
          return ending.isComplete();
        });

    assertThat(failure(ending)).hasMessageContaining("is lost");
    assertThat(dead).hasSize(4);
  }

  @Test
  void eventsOfTheLostEngineThatComeLateAreIgnored() {
    ScriptedEngine first =
        engine("a")
            .script(
                job -> {
                  Scripts.accept(job, "a");
                  Scripts.iterate(job, 0, 2, FRAME);
                });
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), recorder));
    until("some has come", () -> recorder.events(JobEvent.Kept.class).size() == 3);
    ScriptedEngine second = engine("b").script(job -> Scripts.accept(job, "b"));

    first.goDeaf();
    until("the job is elsewhere", () -> handle.engineId().equals("b"));
    first.go("j", job -> job.log(new JobEvent.Failed(Fault.of(Fault.Code.DEVICE, "late"))));
    second.go(
        "j",
        job -> {
          Scripts.iterate(job, 0, ITERATIONS, FRAME);
          Scripts.complete(job, ITERATIONS, FRAME);
        });
    get(handle.ending());

    assertWholeRun(recorder);
  }

  // -- attaching

  @Test
  void aRestartedClientGoesOnFromTheLastEventItSaw() {
    ScriptedEngine engine =
        engine("a")
            .script(
                job -> {
                  Scripts.accept(job, "a");
                  Scripts.iterate(job, 0, 4, FRAME);
                });
    Recorder before = new Recorder();
    get(client.submit(job("j", "vgg19", OnEngineLoss.FAIL, ClientLoss.CONTINUE), before));
    until("some has come", () -> before.events(JobEvent.Kept.class).size() == 5);
    get(client.close());
    client = get(StyleStreamClient.create(vertx, options("tester")));
    Recorder after = new Recorder();

    long last = before.sequences().get(before.sequences().size() - 1);
    JobHandle handle = get(client.attach("j", last, after));
    engine.go(
        "j",
        job -> {
          Scripts.iterate(job, 5, ITERATIONS, FRAME);
          Scripts.complete(job, ITERATIONS, FRAME);
        });
    get(handle.ending());

    assertThat(after.sequences().get(0)).isEqualTo(last + 1);
    before.seen.addAll(after.seen);
    assertWholeRun(before);
  }

  @Test
  void attachingToAJobThatNobodyHasFails() {
    engine("a");

    JobFailedException failure = failure(client.attach("j", 0, new Recorder()));

    assertThat(failure.fault().code()).isEqualTo(Fault.Code.UNKNOWN_JOB);
    assertThat(failure).hasMessage("no engine has the job j");
  }

  @Test
  void anEngineThatHasTheJobFromAnEarlierSubmissionIsReadFromItsStart() {
    ScriptedEngine first =
        engine("a")
            .script(
                job -> {
                  Scripts.accept(job, "a");
                  Scripts.iterate(job, 0, 2, FRAME);
                });
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", OnEngineLoss.RESUBMIT), recorder));
    until("some has come", () -> recorder.events(JobEvent.Kept.class).size() == 3);
    ScriptedEngine second =
        engine("b")
            .script(
                job -> {
                  Scripts.accept(job, "b");
                  Scripts.iterate(job, 0, 4, FRAME);
                });
    first.goDeaf();
    until("the second has gone on", () -> recorder.events(JobEvent.Kept.class).size() == 5);

    first.listenAgain();
    first.go(
        "j",
        job -> {
          Scripts.iterate(job, 3, ITERATIONS, FRAME);
          Scripts.complete(job, ITERATIONS, FRAME);
        });
    second.die();
    get(handle.ending());

    assertThat(handle.engineId()).isEqualTo("a");
    assertWholeRun(recorder);
  }

  private ScriptedEngine engine(String engineId) {
    return new ScriptedEngine(engineId).start(vertx);
  }

  private static boolean isWatched(ScriptedEngine engine) {
    return engine.requests(EngineRequest.Renew.class).stream()
        .flatMap(renewal -> renewal.credits().stream())
        .anyMatch(credit -> credit.consumed() > 0);
  }

  private static void assertWholeRun(Recorder recorder) {
    List<Integer> all = IntStream.rangeClosed(0, ITERATIONS).boxed().toList();
    assertThat(recorder.events(JobEvent.Progress.class))
        .extracting(JobEvent.Progress::iteration)
        .containsExactlyElementsOf(all);
    assertThat(recorder.events(JobEvent.Kept.class))
        .extracting(JobEvent.Kept::iteration)
        .containsExactlyElementsOf(all);
    recorder.seen.stream()
        .filter(seen -> seen.event() instanceof JobEvent.Kept)
        .forEach(
            seen -> {
              int iteration = ((JobEvent.Kept) seen.event()).iteration();
              Assertions.assertThat(seen.frame().orElseThrow()).isEqualTo(pixels(iteration, FRAME));
            });
    assertThat(recorder.events(JobEvent.Completed.class)).hasSize(1);
    assertThat(recorder.wrongThreads.get()).isZero();
    assertThat(recorder.overlaps.get()).isZero();
  }

  /** A chunk that begins within the one before it, as an engine sends that cuts anew. */
  private static Buffer withFollowingOverlap(Buffer message) {
    try {
      Chunk chunk = Chunk.decode(message);
      ChunkHeader header = chunk.header();
      if (header.preview() > 0 || header.offset() + chunk.payload().length() >= header.total()) {
        return message;
      }
      Buffer frame = Buffer.buffer(pixels(iteration(header), (int) header.total()));
      int from = (int) header.offset() + chunk.payload().length() / 2;
      int to = (int) Math.min(header.total(), from + ScriptedEngine.CHUNK);
      ChunkHeader overlapping =
          new ChunkHeader(
              header.jobId(),
              header.attachment(),
              header.sequence(),
              0,
              Optional.empty(),
              header.total(),
              from);
      return new Chunk(overlapping, frame.slice(from, to)).encode();
    } catch (org.stylestream.protocol.record.RecordFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a frame of {@link Scripts#run}. */
  private static int iteration(ChunkHeader header) {
    long sequence = 2;
    for (int i = 0; i <= ITERATIONS; i++) {
      sequence += 2;
      if (sequence == header.sequence()) {
        return i;
      }
      sequence += i > 0 && i % 5 == 0 ? 1 : 0;
      if (sequence == header.sequence()) {
        return 1000 + i;
      }
    }
    return -1;
  }

  private static JobEvent.Preview preview(int number, int iteration) {
    return new JobEvent.Preview(number, iteration, 0, Scripts.LOSS, Scripts.frame(FRAME));
  }

  private static Reply refused(Fault.Code code, String sentence) {
    return new Reply.Refused(Fault.of(code, sentence));
  }

  private static EngineAnnouncement draining(EngineAnnouncement engine) {
    return changed(engine, engine.networks(), 0, 0, engine.memoryBytes(), true);
  }

  private static EngineAnnouncement withLoad(EngineAnnouncement engine, int running, int queued) {
    return changed(engine, engine.networks(), running, queued, engine.memoryBytes(), false);
  }

  private static EngineAnnouncement withNetworks(EngineAnnouncement engine, List<String> networks) {
    return changed(engine, networks, 0, 0, engine.memoryBytes(), false);
  }

  private static EngineAnnouncement withMemory(EngineAnnouncement engine, long memoryBytes) {
    return changed(engine, engine.networks(), 0, 0, memoryBytes, false);
  }

  private static EngineAnnouncement changed(
      EngineAnnouncement engine,
      List<String> networks,
      int running,
      int queued,
      long memoryBytes,
      boolean draining) {
    return new EngineAnnouncement(
        engine.version(),
        engine.engineId(),
        engine.program(),
        engine.host(),
        engine.devices(),
        networks,
        engine.presets(),
        engine.kinds(),
        engine.slots(),
        running,
        queued,
        engine.queueLimit(),
        memoryBytes,
        draining,
        engine.ttlMillis(),
        engine.http());
  }
}
