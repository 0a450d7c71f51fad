package org.stylestream.service.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.tensor.SafetensorsWriter;
import org.stylestream.compute.tensor.Tensor;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.engine.EngineCounters;
import org.stylestream.service.engine.EngineView;

/**
 * An engine to look at, with a job that runs, two that wait, one that is done and one that failed;
 * the running one goes on when it is told to.
 */
final class MovingEngine implements EngineView {
  static final String ID = "engine-1";
  static final int PLANNED = 500;

  /** The finished job's result. */
  static final Image RESULT = picture(48, 64, 7);

  private final Path result;
  private final AtomicInteger iteration = new AtomicInteger();
  private volatile Health health = new Health(true, true, Optional.empty());

  private MovingEngine(Path result) {
    this.result = result;
  }

  /** With the finished job's result in a folder. */
  static MovingEngine in(Path folder) throws IOException {
    Path file = folder.resolve("result.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of(),
        List.of(Tensor.of("image", RESULT.pixels(), RESULT.height(), RESULT.width(), 3)));
    return new MovingEngine(file);
  }

  /** Does some iterations of the running job. */
  void advance(int iterations) {
    iteration.addAndGet(iterations);
  }

  void become(Health now) {
    health = now;
  }

  Path resultFile() {
    return result;
  }

  /** Waves; another phase shifts them. */
  static Image picture(int height, int width, int phase) {
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / Image.CHANNELS % width;
      int y = i / Image.CHANNELS / width;
      double wave = Math.sin(0.09 * x + 0.02 * phase) + Math.cos(0.07 * y * (1 + i % 3));
      pixels[i] = (float) (127.3 + 60 * wave);
    }
    return new Image(height, width, pixels);
  }

  private static LossReport loss(int iteration) {
    double style = 3e5 * Math.exp(-0.02 * iteration) + 2e3;
    double content = 4e4 * (1 - Math.exp(-0.05 * iteration)) + 10;
    return new LossReport(style + content, Map.of("content", content, "style", style));
  }

  private JobStatus job(String id, JobState state, int position, int done) {
    return new JobStatus(
        id,
        "style-transfer",
        state,
        Priority.NORMAL,
        position,
        done,
        PLANNED,
        done,
        1_795_000_000_000L,
        Optional.empty());
  }

  @Override
  public EngineAnnouncement announcement() {
    return new EngineAnnouncement(
        Limits.VERSION,
        ID,
        "0.1.0",
        "atelier",
        List.of(new DeviceFacts("cpu", "2 × \"Zen 3\", AVX2", 8L << 30)),
        List.of("vgg19", "vgg19-lite"),
        List.of("stylestream"),
        List.of("style-transfer"),
        1,
        1,
        2,
        64,
        8L << 30,
        false,
        7000,
        Optional.empty());
  }

  @Override
  public List<JobStatus> jobs() {
    return List.of(
        job("sunset-waiting", JobState.QUEUED, 2, 0),
        job("harbour-waiting", JobState.QUEUED, 1, 0),
        job("castle-running", JobState.RUNNING, 0, iteration.get()),
        job("bridge-failed", JobState.FAILED, 0, 3),
        job("tower-done", JobState.COMPLETED, 0, PLANNED));
  }

  @Override
  public List<LossReport> losses(String jobId, int from, int most) {
    return jobId.equals("castle-running")
        ? IntStream.rangeClosed(from, iteration.get())
            .limit(most)
            .mapToObj(MovingEngine::loss)
            .toList()
        : List.of();
  }

  @Override
  public Optional<Look> latest(String jobId) {
    int now = iteration.get();
    return jobId.equals("castle-running")
        ? Optional.of(new Look(now, picture(192, 256, now)))
        : Optional.empty();
  }

  @Override
  public Optional<Path> result(String jobId) {
    return jobId.equals("tower-done") ? Optional.of(result) : Optional.empty();
  }

  @Override
  public EngineCounters counters() {
    return new EngineCounters(
        5, 3, 2, 1, 1, 0, 2, 3, 4, 21, 503, 61.25, 12.5, 70.75, 11, 8_650_752, 40, 460, 7_864_320,
        6, 9);
  }

  @Override
  public Health health() {
    return health;
  }
}
