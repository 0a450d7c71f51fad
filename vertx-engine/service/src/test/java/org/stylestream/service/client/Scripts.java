package org.stylestream.service.client;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;

/** Jobs and runs for {@link ScriptedEngine}. */
final class Scripts {
  /** Of content and style, so that they need a few chunks each. */
  static final int SIDE = 600;

  static final LossReport LOSS = new LossReport(3.5, Map.of("content", 1.0, "style", 2.5));

  private static final long PATIENCE_SECONDS = 30;

  private Scripts() {}

  /** Times so short that a test sees them pass. */
  static ClientOptions options(String clientId) {
    return new ClientOptions(
        clientId,
        ClientOptions.SMALLEST_WINDOW,
        4,
        Duration.ofMillis(800),
        Duration.ofMillis(500),
        Duration.ofSeconds(3),
        Duration.ofMillis(150),
        Duration.ofMillis(1500));
  }

  static JobSubmission job(String jobId, OnEngineLoss onEngineLoss) {
    return job(jobId, "vgg19", onEngineLoss, ClientLoss.CANCEL);
  }

  static JobSubmission job(
      String jobId, String network, OnEngineLoss onEngineLoss, ClientLoss onClientLoss) {
    Buffer content = noise(jobId.hashCode(), SIDE * SIDE * 3);
    Buffer style = noise(1, SIDE * SIDE * 3);
    StyleTransferRequest request =
        new StyleTransferRequest(
            network,
            "gatys",
            PresetChanges.NONE,
            image(content),
            List.of(new StyleReference(image(style), 1)),
            Optional.empty(),
            0);
    Delivery delivery =
        new Delivery(1, Datatype.U8, Datatype.U8, Optional.empty(), 5, true, onClientLoss);
    return new JobSubmission(
        jobId,
        Priority.NORMAL,
        request,
        delivery,
        Map.of(sha256(content), content, sha256(style), style),
        Optional.empty(),
        onEngineLoss);
  }

  /** The engine begins. */
  static void accept(ScriptedEngine.Job job, String engineId) {
    job.log(new JobEvent.Queued(1));
    job.log(
        new JobEvent.Accepted(
            engineId,
            new DeviceFacts("cpu", "scripted", 1 << 30),
            "vgg19",
            "nowhere",
            8,
            8,
            100,
            Optional.empty(),
            List.of()));
  }

  /** Iterations with a kept frame each, of so many bytes; a checkpoint after every fifth. */
  static void iterate(ScriptedEngine.Job job, int from, int to, int bytes) {
    for (int i = from; i <= to; i++) {
      job.log(new JobEvent.Progress(i, 0, i, 100, 100, i, i, LOSS));
      job.log(new JobEvent.Kept(i, frame(bytes)), pixels(i, bytes));
      if (i > 0 && i % 5 == 0) {
        byte[] file = pixels(1000 + i, 1000);
        job.log(
            new JobEvent.Checkpointed(i, Optional.of(frame(file.length)), Optional.empty()), file);
      }
    }
  }

  /** The job is done. */
  static void complete(ScriptedEngine.Job job, int iterations, int bytes) {
    job.log(
        new JobEvent.Completed(
            JobEvent.Completed.Ending.FINISHED,
            "done",
            iterations,
            iterations,
            1,
            LOSS,
            Optional.empty(),
            frame(bytes)),
        pixels(-1, bytes));
  }

  /** A whole job of iterations 0 to {@code iterations}. */
  static void run(ScriptedEngine.Job job, int iterations, int bytes) {
    accept(job, "any");
    iterate(job, 0, iterations, bytes);
    complete(job, iterations, bytes);
  }

  static FrameReference frame(int bytes) {
    return new FrameReference(1, bytes, 1, Datatype.U8);
  }

  /** What a frame of an iteration has, however often it is made. */
  static byte[] pixels(int iteration, int bytes) {
    byte[] pixels = new byte[bytes];
    new Random(iteration).nextBytes(pixels);
    return pixels;
  }

  static String sha256(Buffer bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.getBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until something is so. */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it never came to be that " + what);
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  /** What a future ends with. */
  static <T> T get(io.vertx.core.Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("a future hasn't ended within %d s".formatted(PATIENCE_SECONDS), e);
    }
  }

  /** What a future fails with. */
  static JobFailedException failure(io.vertx.core.Future<?> future) {
    try {
      Object result = get(future);
      throw new AssertionError("it should have failed, but ended with " + result);
    } catch (JobFailedException e) {
      return e;
    }
  }

  private static ImageDescription image(Buffer pixels) {
    return new ImageDescription(SIDE, SIDE, Datatype.U8, sha256(pixels));
  }

  private static Buffer noise(int seed, int bytes) {
    return Buffer.buffer(pixels(seed, bytes));
  }
}
