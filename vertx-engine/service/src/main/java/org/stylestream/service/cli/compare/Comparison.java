package org.stylestream.service.cli.compare;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.run.Stage;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.Priority;
import org.stylestream.service.cli.option.NetworkOptions;
import org.stylestream.service.cli.run.JobCheck;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.JobFailures;
import org.stylestream.service.cli.run.JobResult;
import org.stylestream.service.cli.run.LocalEngine;
import org.stylestream.service.cli.run.RunProgress;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.Frame;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.job.ImageCodec;
import org.stylestream.service.job.NetworkCatalogue;

/** Does one job with two networks and measures both pictures with the first. */
public final class Comparison {
  private final Device device;
  private final StyleTransferJob job;
  private final JobDraft draft;
  private final Progress progress;
  private final Cancellation cancellation;

  /**
   * @param job to measure by
   * @param draft the same job, to submit
   */
  public Comparison(
      Device device,
      StyleTransferJob job,
      JobDraft draft,
      Progress progress,
      Cancellation cancellation) {
    this.device = device;
    this.job = job;
    this.draft = draft;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /** A picture as its engine made it. */
  private record Made(NetworkCatalogue.Loaded network, JobResult result, Image image) {}

  /**
   * Makes and measures the pictures.
   *
   * @param networks the first measures
   * @throws BadInputException if a network can't do the job
   * @throws CancelledException if it was stopped
   */
  public List<Contender> of(List<NetworkOptions.Found> networks) {
    networks.forEach(
        network ->
            JobCheck.require(
                draft.on(network.name()),
                Delivery.RESULT_ONLY,
                network.networks(),
                DeviceChain.of(device)));
    List<Made> pictures = new ArrayList<>();
    networks.forEach(network -> pictures.add(make(network)));
    List<Loss> losses =
        measure(pictures.get(0).network(), pictures.stream().map(Made::image).toList());
    List<Contender> contenders = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Made made = pictures.get(i);
      contenders.add(new Contender(made.network(), made.result(), made.image(), losses.get(i)));
    }
    return contenders;
  }

  private Made make(NetworkOptions.Found found) {
    NetworkCatalogue.Loaded network = found.load();
    progress.say("network %s, %s".formatted(network.weights().name(), network.origin()));
    try (LocalEngine engine = LocalEngine.start(DeviceChain.of(device), found.networks())) {
      JobHandle.Ending ending = run(engine.client(), draft.on(found.name()));
      return new Made(
          network,
          JobResult.of((JobEvent.Completed) ending.event(), new TreeMap<>()),
          image(ending.result().orElseThrow()));
    } finally {
      progress.end();
    }
  }

  private JobHandle.Ending run(StyleStreamClient client, JobDraft wanted) {
    RunProgress shown = new RunProgress(progress, wanted.optimization().stages(), true);
    JobSubmission submission =
        new JobSubmission(
            "compare",
            Priority.NORMAL,
            wanted.request(),
            Delivery.RESULT_ONLY,
            wanted.images(),
            Optional.empty(),
            JobSubmission.OnEngineLoss.FAIL);
    JobHandle handle =
        await(client.submit(submission, (sequence, event, frame) -> show(event, shown)));
    return await(handle.ending());
  }

  private static void show(JobEvent event, RunProgress shown) {
    if (event instanceof JobEvent.Progress iteration) {
      shown.show(iteration);
    }
  }

  private <T> T await(Future<T> future) {
    return Waiting.until(future, cancellation, Comparison::giveUp, JobFailures::explained);
  }

  private static void giveUp() {
    throw new CancelledException();
  }

  private static Image image(Frame frame) {
    FrameReference shape = frame.reference();
    return ImageCodec.decode(frame.bytes(), shape.height(), shape.width(), shape.datatype());
  }

  /** The losses, by the last stage's objective, of images as they are shown. */
  private List<Loss> measure(NetworkCatalogue.Loaded reference, List<Image> images) {
    try (StyleTransfer transfer = new StyleTransfer(device, reference.weights(), job)) {
      List<Stage> stages = transfer.plan().stages();
      try (Objective objective = stages.get(stages.size() - 1).open(cancellation)) {
        return images.stream().map(image -> loss(objective, image)).toList();
      }
    }
  }

  private Loss loss(Objective objective, Image made) {
    Image image = shown(Resampler.resize(made, objective.height(), objective.width()));
    try (Vector point = device.vector(image.pixels().length);
        Vector gradient = device.vector(image.pixels().length)) {
      point.write(image.pixels());
      return objective.evaluate(point, gradient, cancellation);
    }
  }

  private static Image shown(Image image) {
    float[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.max(0, Math.min(255, pixels[i]));
    }
    return new Image(image.height(), image.width(), pixels);
  }
}
