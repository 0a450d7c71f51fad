package org.stylestream.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stylestream.service.client.Scripts.get;
import static org.stylestream.service.client.Scripts.until;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.compute.file.FileReplacement;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Previews;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;
import org.stylestream.service.engine.Engine;
import org.stylestream.service.engine.EngineOptions;
import org.stylestream.service.job.NetworkCatalogue;

/** The client and the engine together, with the tiny network. */
@Timeout(180)
class ClientWithEngineTest {
  private static final int SIDE = 96;
  private static final int ITERATIONS = 200;

  @TempDir private Path folder;
  private final List<Device> devices = new ArrayList<>();
  private Vertx vertx;
  private StyleStreamClient client;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    client = get(StyleStreamClient.create(vertx, patient("tester")));
  }

  @AfterEach
  void close() {
    get(client.close());
    get(vertx.close());
    devices.forEach(Device::close);
  }

  @Test
  void aPictureIsMadeAndEveryIterationComes() {
    engine("a");
    Recorder recorder = new Recorder();

    JobHandle.Ending ending =
        get(get(client.submit(job("j", 6, OnEngineLoss.FAIL), recorder)).ending());

    assertWholeRun(recorder, 6);
    Image picture = ending.result().orElseThrow().image();
    assertThat(picture.width()).isEqualTo(SIDE);
    Recorder.Seen last =
        recorder.seen.stream()
            .filter(seen -> seen.event() instanceof JobEvent.Kept)
            .reduce((before, after) -> after)
            .orElseThrow();
    assertThat(last.frame().orElseThrow())
        .as("the last kept frame is the result in eight bits")
        .isEqualTo(UploadImage.of(picture, Datatype.U8).elements().getBytes());
  }

  @Test
  void aJobIsFoundAgainOnAnEngineThatWasStartedWithTheSameFolder() {
    byte[] unbroken = unbroken();
    Engine first = engine("a");
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", ITERATIONS, OnEngineLoss.FAIL), recorder));
    until("it runs", () -> recorder.events(JobEvent.Progress.class).size() > 10);

    get(first.close());
    Engine second = engine("a");
    JobHandle.Ending ending = get(handle.ending());

    assertThat(handle.engineId()).isEqualTo(second.engineId());
    assertWholeRun(recorder, ITERATIONS);
    assertThat(ending.result().orElseThrow().bytes()).isEqualTo(unbroken);
  }

  @Test
  void aJobGoesOnElsewhereFromItsLastCheckpointToTheSamePicture() {
    byte[] unbroken = unbroken();
    Engine first = engine("a");
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", ITERATIONS, OnEngineLoss.RESUBMIT), recorder));
    until("it has a checkpoint", () -> !recorder.events(JobEvent.Checkpointed.class).isEmpty());

    get(first.close());
    Engine second = engine("b");
    JobHandle.Ending ending = get(handle.ending());

    assertThat(handle.engineId()).isEqualTo(second.engineId());
    assertWholeRun(recorder, ITERATIONS);
    assertThat(ending.result().orElseThrow().bytes()).isEqualTo(unbroken);
    JobEvent.Accepted again = recorder.events(JobEvent.Accepted.class).get(1);
    assertThat(again.resumedFrom().orElseThrow()).isPositive();
  }

  @Test
  void aClientThatReadsTheEnginesFolderFindsItsCheckpointsThereAndGoesOnFromTheFile()
      throws IOException {
    byte[] unbroken = unbroken();
    EngineOptions.Storage storage = storage("a", 0);
    engine(storage, EngineOptions.Waiting.DEFAULT);
    Path file = folder.resolve("mine.checkpoint");
    List<Integer> taken = new CopyOnWriteArrayList<>();
    JobHandle first =
        get(
            client.submit(
                job("j", ITERATIONS, OnEngineLoss.FAIL),
                (sequence, event, frame) -> {
                  if (event instanceof JobEvent.Checkpointed checkpoint) {
                    FileReplacement.link(file, storage.checkpoint("j", sequence));
                    assertThat(CheckpointFile.read(file).losses())
                        .hasSize(checkpoint.iteration() + 1);
                    assertThat(checkpoint.unsentBytes()).contains(Files.size(file));
                    assertThat(frame).isEmpty();
                    taken.add(checkpoint.iteration());
                  }
                }));
    until("there are checkpoints", () -> taken.size() > 2);
    get(first.cancel());
    get(first.ending());

    Recorder recorder = new Recorder();
    JobSubmission again = job("again", ITERATIONS, OnEngineLoss.FAIL);
    JobSubmission resumed =
        new JobSubmission(
            again.jobId(),
            again.priority(),
            again.request(),
            again.delivery(),
            again.images(),
            Optional.of(UploadSource.InFile.of(file)),
            again.onEngineLoss());
    JobHandle.Ending ending = get(get(client.submit(resumed, recorder)).ending());

    assertThat(recorder.events(JobEvent.Accepted.class).get(0).resumedFrom())
        .contains(taken.get(taken.size() - 1));
    assertThat(ending.result().orElseThrow().bytes()).isEqualTo(unbroken);
  }

  @Test
  void ofACheckpointThatIsTooLargeToBeSentTheClientIsTold() {
    EngineOptions.Storage storage = storage("a", 1000);
    engine(storage, EngineOptions.Waiting.DEFAULT);
    Recorder recorder = new Recorder();

    get(get(client.submit(job("j", 21, OnEngineLoss.FAIL), recorder)).ending());

    List<Recorder.Seen> checkpoints =
        recorder.seen.stream()
            .filter(seen -> seen.event() instanceof JobEvent.Checkpointed)
            .toList();
    assertThat(checkpoints).hasSize(1);
    JobEvent.Checkpointed checkpoint = (JobEvent.Checkpointed) checkpoints.get(0).event();
    assertThat(checkpoint.file()).isEmpty();
    assertThat(checkpoint.unsentBytes().orElseThrow()).isGreaterThan(1000);
    assertThat(storage.checkpoint("j", checkpoints.get(0).sequence())).doesNotExist();
  }

  @Test
  void aJobThatEndedWhileItsClientWasAwayIsBegunAgain() {
    Engine engine = engine(EngineOptions.Storage.in(folder.resolve("a")), Duration.ofSeconds(1));
    Recorder recorder = new Recorder(30);
    get(client.close());
    client = get(StyleStreamClient.create(vertx, renewing("tester", Duration.ofSeconds(3))));
    JobHandle handle = get(client.submit(job("j", 100_000, OnEngineLoss.RESUBMIT), recorder));
    until("the lease has ended", () -> engine.view().counters().leasesExpired() == 1);
    int reached = engine.view().losses("j", 0, 100_000).size();

    recorder.permits.release(Integer.MAX_VALUE / 2);
    until("it is further", () -> recorder.events(JobEvent.Progress.class).size() > reached + 10);
    get(handle.cancel());
    JobHandle.Ending ending = get(handle.ending());

    assertThat(((JobEvent.Cancelled) ending.event()).cause())
        .isEqualTo(JobEvent.Cancelled.Cause.REQUESTED);
    assertWholeRun(recorder, recorder.events(JobEvent.Progress.class).size() - 1);
    assertThat(recorder.events(JobEvent.Accepted.class)).hasSizeGreaterThan(1);
  }

  @Test
  void aCancelledJobHasAPicture() {
    engine("a");
    Recorder recorder = new Recorder();
    JobHandle handle = get(client.submit(job("j", 10_000, OnEngineLoss.RESUBMIT), recorder));
    until("it runs", () -> recorder.events(JobEvent.Progress.class).size() > 2);

    get(handle.cancel());
    JobHandle.Ending ending = get(handle.ending());

    assertThat(ending.event()).isInstanceOf(JobEvent.Cancelled.class);
    assertThat(ending.result().orElseThrow().image().width()).isEqualTo(SIDE);
  }

  @Test
  void aListenerThatHoldsOnDoesNotHoldUpTheEngine() {
    engine("a");
    Recorder stuck = new Recorder(3);
    JobHandle slow = get(client.submit(job("slow", 60, OnEngineLoss.FAIL), stuck));

    get(get(client.submit(job("next", 3, OnEngineLoss.FAIL), new Recorder())).ending());

    assertThat(slow.ending().isComplete()).isFalse();
    stuck.permits.release(10_000);
    get(slow.ending());
    assertWholeRun(stuck, 60);
  }

  @Test
  void manyJobsGetThroughAShortQueue() {
    engine("a", new EngineOptions.Waiting(3, 3));
    engine("b", new EngineOptions.Waiting(3, 3));
    List<Future<JobHandle.Ending>> endings = new ArrayList<>();
    List<Recorder> recorders = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Recorder recorder = new Recorder();
      recorders.add(recorder);
      endings.add(
          client
              .submit(job("j" + i, 3, OnEngineLoss.RESUBMIT), recorder)
              .compose(JobHandle::ending));
    }

    endings.forEach(Scripts::get);

    recorders.forEach(recorder -> assertWholeRun(recorder, 3));
  }

  @Test
  void previewsComeAsFastAsTheyAreTaken() {
    engine("a");
    Recorder recorder = new Recorder();
    JobSubmission job =
        job(
            "j",
            60,
            OnEngineLoss.FAIL,
            new Delivery(
                0,
                Datatype.U8,
                Datatype.U8,
                Optional.of(new Previews(32, Datatype.U8)),
                0,
                false,
                ClientLoss.CANCEL));

    get(get(client.submit(job, recorder)).ending());

    List<JobEvent.Preview> previews = recorder.events(JobEvent.Preview.class);
    assertThat(previews).hasSizeGreaterThan(3);
    assertThat(previews).extracting(JobEvent.Preview::iteration).isSorted().doesNotHaveDuplicates();
    assertThat(previews).allSatisfy(preview -> assertThat(preview.frame().width()).isEqualTo(32));
  }

  @Test
  void aRestartedClientAttachesFromWhereItWas() {
    engine("a");
    Recorder before = new Recorder();
    get(client.submit(job("j", 150, OnEngineLoss.FAIL, delivery(ClientLoss.CONTINUE)), before));
    until("it runs", () -> before.events(JobEvent.Progress.class).size() > 5);
    get(client.close());
    client = get(StyleStreamClient.create(vertx, patient("tester")));
    Recorder after = new Recorder();

    long last = before.sequences().get(before.sequences().size() - 1);
    get(get(client.attach("j", last, after)).ending());

    before.seen.addAll(after.seen);
    assertWholeRun(before, 150);
  }

  @Test
  void whatAnEngineRefusesIsSaidInItsWords() {
    engine("a");
    StyleTransferRequest request = (StyleTransferRequest) job("j", 3, OnEngineLoss.FAIL).request();
    JobSubmission job = job("j", 3, OnEngineLoss.FAIL);
    JobSubmission wrong =
        new JobSubmission(
            "not an id",
            job.priority(),
            request,
            job.delivery(),
            job.images(),
            Optional.empty(),
            OnEngineLoss.FAIL);

    JobFailedException failure = Scripts.failure(client.submit(wrong, new Recorder()));

    assertThat(failure.fault().code()).isEqualTo(Fault.Code.INVALID);
    assertThat(failure).hasMessageContaining("jobId");
  }

  private byte[] unbroken() {
    Engine engine = engine("unbroken");
    byte[] result =
        get(get(client.submit(job("j", ITERATIONS, OnEngineLoss.FAIL), new Recorder())).ending())
            .result()
            .orElseThrow()
            .bytes();
    get(engine.close());
    until("it is forgotten", () -> client.engines().isEmpty());
    return result;
  }

  private static void assertWholeRun(Recorder recorder, int iterations) {
    List<Integer> all = IntStream.rangeClosed(0, iterations).boxed().toList();
    assertThat(recorder.events(JobEvent.Progress.class))
        .extracting(JobEvent.Progress::iteration)
        .containsExactlyElementsOf(all);
    assertThat(recorder.events(JobEvent.Kept.class))
        .extracting(JobEvent.Kept::iteration)
        .containsExactlyElementsOf(all);
    assertThat(recorder.wrongThreads.get()).isZero();
    assertThat(recorder.overlaps.get()).isZero();
  }

  /** Times that a busy machine keeps to. */
  private static ClientOptions patient(String clientId) {
    return renewing(clientId, Duration.ofMillis(500));
  }

  private static ClientOptions renewing(String clientId, Duration renewal) {
    return new ClientOptions(
        clientId,
        ClientOptions.SMALLEST_WINDOW,
        4,
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        Duration.ofMinutes(2),
        renewal,
        Duration.ofSeconds(10));
  }

  private Engine engine(String name) {
    return engine(name, EngineOptions.Waiting.DEFAULT);
  }

  private Engine engine(String name, EngineOptions.Waiting waiting) {
    return engine(EngineOptions.Storage.in(folder.resolve(name)), waiting);
  }

  private EngineOptions.Storage storage(String name, long largestSentCheckpoint) {
    EngineOptions.Storage usual = EngineOptions.Storage.in(folder.resolve(name));
    return new EngineOptions.Storage(
        usual.folder(), false, usual.uploadBytes(), largestSentCheckpoint, usual.retention());
  }

  private Engine engine(EngineOptions.Storage storage, EngineOptions.Waiting waiting) {
    return engine(storage, waiting, EngineOptions.Times.DEFAULT.lease());
  }

  private Engine engine(EngineOptions.Storage storage, Duration lease) {
    return engine(storage, EngineOptions.Waiting.DEFAULT, lease);
  }

  private Engine engine(
      EngineOptions.Storage storage, EngineOptions.Waiting waiting, Duration lease) {
    Device device = InstalledDevices.find().open("cpu", new DeviceOptions(1));
    devices.add(device);
    EngineOptions.Times usual = EngineOptions.Times.DEFAULT;
    EngineOptions options =
        EngineOptions.of(storage)
            .with(waiting)
            .with(
                new EngineOptions.Times(
                    lease,
                    usual.claim(),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(2),
                    usual.drain(),
                    usual.upload()));
    return get(Engine.start(vertx, options, List.of(DeviceChain.of(device)), networks()));
  }

  private static NetworkCatalogue networks() {
    try {
      Path file =
          Path.of(
              ClientWithEngineTest.class
                  .getResource("/org/stylestream/compute/goldens/tiny_vgg19_notop.h5")
                  .toURI());
      return new NetworkCatalogue(
          Map.of("tiny", new ResolvedNetwork.InFile("tiny", file, ResolvedNetwork.Source.GIVEN)));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static JobSubmission job(String jobId, int iterations, OnEngineLoss onEngineLoss) {
    return job(jobId, iterations, onEngineLoss, delivery(ClientLoss.CANCEL));
  }

  private static Delivery delivery(ClientLoss onClientLoss) {
    return new Delivery(1, Datatype.U8, Datatype.F32, Optional.empty(), 20, true, onClientLoss);
  }

  private static JobSubmission job(
      String jobId, int iterations, OnEngineLoss onEngineLoss, Delivery delivery) {
    UploadImage content = UploadImage.of(waves(120, 90, 0.07f), Datatype.U8);
    UploadImage style = UploadImage.of(waves(80, 80, 0.31f), Datatype.F32);
    PresetChanges changes =
        PresetChanges.NONE
            .withOptimizer(OptimizerChange.to(OptimizerChange.Kind.ADAM))
            .withSize(Integer.toString(SIDE))
            .withIterations(iterations);
    StyleTransferRequest request =
        new StyleTransferRequest(
            "tiny",
            "stylestream",
            changes,
            content.description(),
            List.of(new StyleReference(style.description(), 1)),
            Optional.empty(),
            5);
    return new JobSubmission(
        jobId,
        Priority.NORMAL,
        request,
        delivery,
        UploadImage.bySha256(List.of(content, style)),
        Optional.empty(),
        onEngineLoss);
  }

  private static Image waves(int width, int height, float frequency) {
    float[] pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      pixels[i] = 127 + 110 * (float) Math.sin(frequency * (x + 2 * y) + i % 3);
    }
    return new Image(height, width, pixels);
  }
}
