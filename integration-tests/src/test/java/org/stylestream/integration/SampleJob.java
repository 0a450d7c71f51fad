package org.stylestream.integration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.service.client.ClientOptions;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;
import org.stylestream.service.client.UploadImage;

/**
 * A job for the tiny network, with an optimiser that never stalls.
 *
 * @param side of the result in pixels
 */
record SampleJob(int side, int iterations, Delivery delivery) {
  private static final UploadImage CONTENT = UploadImage.of(waves(96, 128, 0.05), Datatype.U8);
  private static final UploadImage STYLE = UploadImage.of(waves(80, 80, 0.21), Datatype.U8);

  /** A job that keeps every tenth iteration, and ends with its client. */
  static SampleJob of(int iterations) {
    return new SampleJob(
        64,
        iterations,
        new Delivery(
            10, Datatype.U8, Datatype.F32, Optional.empty(), 20, false, ClientLoss.CANCEL));
  }

  /** The same that keeps every so many iterations. */
  SampleJob keeping(int every) {
    return with(every, delivery.checkpointsToClient(), delivery.onClientLoss());
  }

  /** The same with checkpoints for the client. */
  SampleJob withCheckpointsForClient() {
    return with(delivery.keepEvery(), true, delivery.onClientLoss());
  }

  /** The same with something else to become of it without its client. */
  SampleJob with(ClientLoss onClientLoss) {
    return with(delivery.keepEvery(), delivery.checkpointsToClient(), onClientLoss);
  }

  private SampleJob with(int keepEvery, boolean checkpointsToClient, ClientLoss onClientLoss) {
    return new SampleJob(
        side,
        iterations,
        new Delivery(
            keepEvery,
            delivery.keptDatatype(),
            delivery.resultDatatype(),
            delivery.previews(),
            delivery.checkpointEvery(),
            checkpointsToClient,
            onClientLoss));
  }

  /** To be submitted. */
  JobSubmission submission(String jobId, OnEngineLoss onEngineLoss) {
    return new JobSubmission(
        jobId,
        Priority.NORMAL,
        new StyleTransferRequest(
            "tiny",
            "stylestream",
            changes(),
            CONTENT.description(),
            List.of(new StyleReference(STYLE.description(), 1)),
            Optional.empty(),
            5),
        delivery,
        UploadImage.bySha256(List.of(CONTENT, STYLE)),
        Optional.empty(),
        onEngineLoss);
  }

  private PresetChanges changes() {
    return PresetChanges.NONE
        .withOptimizer(OptimizerChange.to(OptimizerChange.Kind.ADAM))
        .withSize(Integer.toString(side))
        .withIterations(iterations);
  }

  private static Image waves(int height, int width, double frequency) {
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / Image.CHANNELS % width;
      int y = i / Image.CHANNELS / width;
      pixels[i] =
          (float) (127.5 + 100 * Math.sin(frequency * (x + i % Image.CHANNELS * y)) * Math.cos(y));
    }
    return new Image(height, width, pixels);
  }

  /** Options of a client that renews often and gives up an engine after {@code silence}. */
  static ClientOptions client(String clientId, Duration silence) {
    ClientOptions usual = ClientOptions.of(clientId);
    return new ClientOptions(
        clientId,
        usual.window(),
        usual.windowFrames(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        usual.patience(),
        Duration.ofMillis(500),
        silence);
  }
}
