package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Previews;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.message.CheckpointDescription;
import org.stylestream.protocol.message.EngineRequest;

/** Small jobs for the tiny network. */
record SampleJob(
    String id,
    Priority priority,
    StyleTransferRequest request,
    Delivery delivery,
    Optional<Buffer> checkpoint,
    Map<String, Buffer> uploads,
    Optional<String> device) {
  static final int SIDE = 32;

  /** A job that keeps every second iteration. */
  static SampleJob of(String id, int iterations) {
    return of(id, iterations, 1);
  }

  /**
   * @param phase makes another content picture
   */
  static SampleJob of(String id, int iterations, int phase) {
    Buffer content = pixels(40, 32, phase);
    Buffer style = pixels(32, 32, 7);
    Map<String, Buffer> uploads = new LinkedHashMap<>();
    uploads.put(sha256(content), content);
    uploads.put(sha256(style), style);
    PresetChanges changes =
        PresetChanges.NONE
            .withOptimizer(OptimizerChange.to(OptimizerChange.Kind.ADAM))
            .withSize(Integer.toString(SIDE))
            .withIterations(iterations);
    StyleTransferRequest request =
        new StyleTransferRequest(
            EngineFixture.NETWORK,
            "stylestream",
            changes,
            new ImageDescription(32, 40, Datatype.U8, sha256(content)),
            List.of(
                new StyleReference(new ImageDescription(32, 32, Datatype.U8, sha256(style)), 1)),
            Optional.empty(),
            5);
    Delivery delivery =
        new Delivery(2, Datatype.U8, Datatype.F32, Optional.empty(), 0, false, ClientLoss.CANCEL);
    return new SampleJob(
        id, Priority.NORMAL, request, delivery, Optional.empty(), uploads, Optional.empty());
  }

  private static Buffer pixels(int width, int height, int phase) {
    byte[] pixels = new byte[width * height * 3];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      pixels[i] = (byte) (128 + 100 * Math.sin(0.1 * phase * x + 0.3 * y + i % 3));
    }
    return Buffer.buffer(pixels);
  }

  static String sha256(Buffer bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.getBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  Buffer upload(String sha256) {
    return uploads.get(sha256);
  }

  EngineRequest.Submit submit(String clientId) {
    return submit(clientId, request);
  }

  EngineRequest.Submit submit(String clientId, JobRequest asked) {
    return new EngineRequest.Submit(
        Limits.VERSION,
        id,
        clientId,
        priority,
        asked,
        delivery,
        checkpoint.map(file -> new CheckpointDescription(file.length(), sha256(file))),
        device,
        true);
  }

  SampleJob with(Priority other) {
    return new SampleJob(id, other, request, delivery, checkpoint, uploads, device);
  }

  SampleJob on(String wish) {
    return new SampleJob(id, priority, request, delivery, checkpoint, uploads, Optional.of(wish));
  }

  SampleJob sized(int side) {
    StyleTransferRequest sized =
        new StyleTransferRequest(
            request.network(),
            request.preset(),
            request.changes().withSize(Integer.toString(side)),
            request.content(),
            request.styles(),
            request.initial(),
            request.seed());
    return new SampleJob(id, priority, sized, delivery, checkpoint, uploads, device);
  }

  SampleJob keeping(int every, Datatype datatype) {
    return with(
        new Delivery(
            every,
            datatype,
            delivery.resultDatatype(),
            delivery.previews(),
            delivery.checkpointEvery(),
            delivery.checkpointsToClient(),
            delivery.onClientLoss()));
  }

  SampleJob checkpointing(int every, boolean toClient) {
    return with(
        new Delivery(
            delivery.keepEvery(),
            delivery.keptDatatype(),
            delivery.resultDatatype(),
            delivery.previews(),
            every,
            toClient,
            delivery.onClientLoss()));
  }

  SampleJob previewing(int longSide, Datatype datatype) {
    return with(
        new Delivery(
            delivery.keepEvery(),
            delivery.keptDatatype(),
            delivery.resultDatatype(),
            Optional.of(new Previews(longSide, datatype)),
            delivery.checkpointEvery(),
            delivery.checkpointsToClient(),
            delivery.onClientLoss()));
  }

  SampleJob onLoss(ClientLoss loss) {
    return with(
        new Delivery(
            delivery.keepEvery(),
            delivery.keptDatatype(),
            delivery.resultDatatype(),
            delivery.previews(),
            delivery.checkpointEvery(),
            delivery.checkpointsToClient(),
            loss));
  }

  private SampleJob with(Delivery other) {
    return new SampleJob(id, priority, request, other, checkpoint, uploads, device);
  }

  SampleJob from(Buffer file) {
    Map<String, Buffer> all = new LinkedHashMap<>(uploads);
    all.put(sha256(file), file);
    return new SampleJob(id, priority, request, delivery, Optional.of(file), all, device);
  }
}
