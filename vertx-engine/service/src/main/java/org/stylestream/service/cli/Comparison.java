package org.stylestream.service.cli;

import java.util.List;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Outcome;
import org.stylestream.compute.run.Plan;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.run.RunResult;
import org.stylestream.compute.run.Stage;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;

/** Does one job with two networks and measures both pictures with the first. */
final class Comparison {
  private final Device device;
  private final StyleTransferJob job;
  private final Progress progress;
  private final Cancellation cancellation;

  Comparison(Device device, StyleTransferJob job, Progress progress, Cancellation cancellation) {
    this.device = device;
    this.job = job;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * Makes and measures the pictures.
   *
   * @return in the order of the networks given
   * @throws CancelledException soon after a cancel was requested
   */
  List<Contender> of(NetworkOptions.Loaded reference, NetworkOptions.Loaded other) {
    RunResult first = make(reference);
    RunResult second = make(other);
    List<Loss> losses = measure(reference, List.of(first.image(), second.image()));
    return List.of(
        new Contender(reference, first, losses.get(0)),
        new Contender(other, second, losses.get(1)));
  }

  private RunResult make(NetworkOptions.Loaded network) {
    progress.say("network %s, %s".formatted(network.weights().name(), network.origin()));
    try (StyleTransfer transfer = new StyleTransfer(device, network.weights(), job)) {
      Plan plan = transfer.plan();
      RunProgress shown = new RunProgress(progress, plan);
      RunResult result =
          new Run(device, plan, shown::show, Checkpointing.NONE, cancellation)
              .start(transfer.start());
      if (result.outcome() == Outcome.CANCELLED) {
        throw new CancelledException();
      }
      return result;
    } finally {
      progress.end();
    }
  }

  /** The losses, by the last stage's objective, of images as they are shown. */
  private List<Loss> measure(NetworkOptions.Loaded reference, List<Image> images) {
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
