package org.stylestream.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.client.ClientOptions;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobListener;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.client.UploadImage;

/**
 * Measures how fast an engine in another process sends kept frames over a clustered bus, and what
 * it costs a job to have every iteration streamed: runs with and without a client in turns, in
 * frames of float32, and the processor time of the threads that stream. And whether a client that
 * is a hundred times slower than the engine costs the engine anything.
 */
final class StreamingBenchmark {
  private static final String USAGE =
      "options after stream: --side PIXELS (512), --rounds N (5), --iterations N (6), --frames N (64), --kind throughput|overhead|slow-client (all)";
  private static final double MEBIBYTE = 1 << 20;
  private static final long HOURS = 2;

  /** A slow client takes as long for a frame as the engine for so many. */
  private static final int TIMES_SLOWER = 100;

  private static final JobListener DEAF = (sequence, event, frame) -> {};

  private final Options options;
  private final EngineProcess engine;
  private final StyleStreamClient client;

  private record Options(int side, int rounds, int iterations, int frames, String kind) {
    static Options parse(String[] arguments) {
      Options options = new Options(512, 5, 6, 64, "");
      for (int i = 0; i < arguments.length; i += 2) {
        options = options.with(arguments[i], arguments[i + 1]);
      }
      return options;
    }

    private Options with(String name, String value) {
      return switch (name) {
        case "--side" -> new Options(Integer.parseInt(value), rounds, iterations, frames, kind);
        case "--rounds" -> new Options(side, Integer.parseInt(value), iterations, frames, kind);
        case "--iterations" -> new Options(side, rounds, Integer.parseInt(value), frames, kind);
        case "--frames" -> new Options(side, rounds, iterations, Integer.parseInt(value), kind);
        case "--kind" -> new Options(side, rounds, iterations, frames, value);
        default -> throw new IllegalArgumentException(name);
      };
    }

    boolean measures(String what) {
      return kind.isEmpty() || kind.equals(what);
    }
  }

  private StreamingBenchmark(Options options, EngineProcess engine, StyleStreamClient client) {
    this.options = options;
    this.engine = engine;
    this.client = client;
  }

  /** Runs the measurements; wrong options end the process with 2. */
  static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    StreamingSetup setup = new StreamingSetup("bench-" + UUID.randomUUID());
    try (EngineProcess engine = EngineProcess.start(setup)) {
      Vertx vertx = setup.join();
      StyleStreamClient client =
          StreamingSetup.await(StyleStreamClient.create(vertx, ClientOptions.of("bench")));
      StreamingBenchmark benchmark = new StreamingBenchmark(options, engine, client);
      if (options.measures("throughput")) {
        benchmark.throughput();
      }
      if (options.measures("overhead")) {
        benchmark.overhead();
      }
      if (options.measures("slow-client")) {
        benchmark.slowClient();
      }
      StreamingSetup.await(client.close());
      StreamingSetup.await(vertx.close());
    }
  }

  /** A job that has ended is fetched again and again: nothing is in the way of its frames. */
  private void throughput() throws Exception {
    JobSubmission job = job("vgg19-lite", options.frames, 1);
    ended(client.submit(job, DEAF));
    double[] rates = new double[options.rounds];
    for (int round = 0; round < options.rounds; round++) {
      AtomicLong bytes = new AtomicLong();
      long start = System.nanoTime();
      ended(
          client.attach(
              job.jobId(),
              0,
              (sequence, event, frame) ->
                  frame.ifPresent(whole -> bytes.addAndGet(whole.bytes().length))));
      rates[round] = bytes.get() / MEBIBYTE / ((System.nanoTime() - start) * 1e-9);
      say("fetched %.0f MiB at %.0f MiB/s", bytes.get() / MEBIBYTE, rates[round]);
    }
    say("throughput: %.0f MiB/s (median of %d)", Median.of(rates), options.rounds);
  }

  /**
   * A run.
   *
   * @param seconds that it took
   * @param cpu of the engine's process meanwhile
   */
  private record Measured(double seconds, EngineProcess.CpuSeconds cpu) {}

  private void overhead() throws Exception {
    run(false);
    double[] times = new double[options.rounds];
    double[] work = new double[options.rounds];
    double[] shares = new double[options.rounds];
    for (int round = 0; round < options.rounds; round++) {
      boolean aloneFirst = round % 2 == 0;
      Measured first = run(!aloneFirst);
      Measured second = run(aloneFirst);
      Measured alone = aloneFirst ? first : second;
      Measured streamed = aloneFirst ? second : first;
      times[round] = streamed.seconds() / alone.seconds();
      work[round] = streamed.cpu().process() / alone.cpu().process();
      shares[round] = streamed.cpu().share();
      say(
          "alone %.2f s, streamed %.2f s; processor time %.2f s, %.2f s, of that %.3f s streaming",
          alone.seconds(),
          streamed.seconds(),
          alone.cpu().process(),
          streamed.cpu().process(),
          streamed.cpu().streaming());
    }
    say("time, streamed over alone: %.3f (median of %d)", Median.of(times), options.rounds);
    say("processor time of the engine, streamed over alone: %.3f", Median.of(work));
    say("processor time of streaming: %.2f %% of the engine's", 100 * Median.of(shares));
  }

  private Measured run(boolean streamed) throws Exception {
    EngineProcess.CpuSeconds before = engine.cpu();
    JobSubmission job = job("auto", options.iterations, streamed ? 1 : 0);
    JobHandle handle = await(client.submit(job, DEAF));
    if (streamed) {
      await(handle.ending());
    } else {
      await(handle.detach());
      awaitEnd(job.jobId());
    }
    EngineProcess.CpuSeconds cpu = engine.cpu().since(before);
    JobHandle ended = streamed ? handle : await(client.attach(job.jobId(), 0, DEAF));
    return new Measured(((JobEvent.Completed) await(ended.ending()).event()).seconds(), cpu);
  }

  /** Who takes the frames of a run, all of which are kept. */
  private enum Taker {
    NOBODY,
    FAST,
    SLOW
  }

  /**
   * A run whose frames are kept.
   *
   * @param bytes that the engine held at its end
   * @param taken frames that the client had then
   */
  private record Kept(double seconds, long bytes, int taken) {}

  private void slowClient() throws Exception {
    double pace = kept(Taker.NOBODY, 0).seconds() / options.frames;
    Map<Taker, double[]> seconds = new EnumMap<>(Taker.class);
    Map<Taker, double[]> mebibytes = new EnumMap<>(Taker.class);
    for (Taker taker : Taker.values()) {
      seconds.put(taker, new double[options.rounds]);
      mebibytes.put(taker, new double[options.rounds]);
    }
    for (int round = 0; round < options.rounds; round++) {
      for (int turn = 0; turn < Taker.values().length; turn++) {
        Taker taker = Taker.values()[(round + turn) % Taker.values().length];
        Kept kept = kept(taker, TIMES_SLOWER * pace);
        seconds.get(taker)[round] = kept.seconds();
        mebibytes.get(taker)[round] = kept.bytes() / MEBIBYTE;
        say(
            "%-6s %.2f s, %d of %d frames taken by then, engine holds %.0f MiB",
            taker, kept.seconds(), kept.taken(), options.frames + 1, kept.bytes() / MEBIBYTE);
      }
    }
    for (Taker taker : List.of(Taker.FAST, Taker.SLOW)) {
      say(
          "time, %s client over none: %.3f (median of %d); memory: %+.0f MiB",
          taker.name().toLowerCase(Locale.ROOT),
          Median.of(ratios(seconds.get(taker), seconds.get(Taker.NOBODY))),
          options.rounds,
          Median.of(mebibytes.get(taker)) - Median.of(mebibytes.get(Taker.NOBODY)));
    }
  }

  private static double[] ratios(double[] values, double[] to) {
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, i -> values[i] / to[i]);
    return ratios;
  }

  private Kept kept(Taker taker, double secondsAFrame) throws Exception {
    JobSubmission job = job("vgg19-lite", options.frames, 1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger taken = new AtomicInteger();
    JobListener listener =
        (sequence, event, frame) -> {
          taken.addAndGet(event instanceof JobEvent.Kept ? 1 : 0);
          if (taker == Taker.SLOW && frame.isPresent()) {
            ended.await(Math.round(1000 * secondsAFrame), TimeUnit.MILLISECONDS);
          }
        };
    JobHandle handle = await(client.submit(job, listener));
    if (taker == Taker.NOBODY) {
      await(handle.detach());
    }
    awaitEnd(job.jobId());
    int takenByThen = taken.get();
    long bytes = engine.memory();
    ended.countDown();
    if (taker != Taker.NOBODY) {
      await(handle.detach());
    }
    long last = state(job.jobId()).lastSequence();
    JobHandle again = await(client.attach(job.jobId(), last - 1, DEAF));
    double seconds = ((JobEvent.Completed) await(again.ending()).event()).seconds();
    return new Kept(seconds, bytes, takenByThen);
  }

  private void awaitEnd(String jobId) throws Exception {
    while (!state(jobId).state().isFinal()) {
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private JobStatus state(String jobId) throws Exception {
    return await(client.jobs()).stream()
        .flatMap(engineJobs -> engineJobs.jobs().stream())
        .filter(job -> job.jobId().equals(jobId))
        .findFirst()
        .orElseThrow();
  }

  private static void ended(Future<JobHandle> job) throws Exception {
    await(await(job).ending());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(HOURS, TimeUnit.HOURS);
  }

  /**
   * @param keepEvery 0 keeps nothing
   */
  private JobSubmission job(String network, int iterations, int keepEvery) {
    UploadImage content = UploadImage.of(waves(0.05f), Datatype.U8);
    UploadImage style = UploadImage.of(waves(0.31f), Datatype.U8);
    PresetChanges changes =
        PresetChanges.NONE.withSize("%1$dx%1$d".formatted(options.side)).withIterations(iterations);
    StyleTransferRequest request =
        new StyleTransferRequest(
            network,
            "gatys",
            changes,
            content.description(),
            List.of(new StyleReference(style.description(), 1)),
            Optional.empty(),
            1);
    Delivery delivery =
        new Delivery(
            keepEvery, Datatype.F32, Datatype.F32, Optional.empty(), 0, false, ClientLoss.CONTINUE);
    return new JobSubmission(
        UUID.randomUUID().toString(),
        Priority.NORMAL,
        request,
        delivery,
        UploadImage.bySha256(List.of(content, style)),
        Optional.empty(),
        JobSubmission.OnEngineLoss.FAIL);
  }

  private Image waves(float frequency) {
    float[] pixels = new float[options.side * options.side * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % options.side;
      int y = i / 3 / options.side;
      pixels[i] = 127 + 110 * (float) Math.sin(frequency * (x + 2 * y) + i % 3);
    }
    return new Image(options.side, options.side, pixels);
  }

  private static void say(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}
