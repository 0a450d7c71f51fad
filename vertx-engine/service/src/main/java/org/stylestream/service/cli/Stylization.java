package org.stylestream.service.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Iteration;
import org.stylestream.compute.run.Outcome;
import org.stylestream.compute.run.Plan;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.run.RunResult;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;
import org.stylestream.service.picture.PictureWriter;
import org.stylestream.service.picture.WriteOptions;

/** Runs a job and writes what it makes. */
final class Stylization {
  private final Device device;
  private final NetworkOptions.Loaded network;
  private final StyleTransferJob job;
  private final InputPictures pictures;
  private final OutputOptions.Outputs outputs;
  private final Progress progress;
  private final Cancellation cancellation;
  private final SizeRule.Size size;
  private final Optional<Plane> alpha;
  private final FrameLog frames;
  private final List<String> notes;

  Stylization(
      Device device,
      NetworkOptions.Loaded network,
      StyleTransferJob job,
      InputPictures pictures,
      OutputOptions.Outputs outputs,
      Progress progress,
      Cancellation cancellation) {
    this.device = device;
    this.network = network;
    this.job = job;
    this.pictures = pictures;
    this.outputs = outputs;
    this.progress = progress;
    this.cancellation = cancellation;
    this.size = StyleTransfer.size(job);
    this.alpha =
        pictures
            .content()
            .alpha()
            .map(plane -> Resampler.resize(plane, size.height(), size.width()));
    this.frames = new FrameLog(outputs, size, alpha, description());
    this.notes = new ArrayList<>(pictures.notes());
  }

  /**
   * Runs the job to its end, or until it is cancelled.
   *
   * @throws BadInputException if it can't be begun; nothing was written
   */
  RunReport run() {
    try (StyleTransfer transfer = new StyleTransfer(device, network.weights(), job)) {
      ResumePoint point =
          new ResumePoint(
              transfer.digest(), device.description(), JobFacts.of(job, network.weights().name()));
      Optional<Checkpoint> from = outputs.resume().map(point::read);
      introduce(point, from);
      return finish(run(transfer, point, from));
    } catch (IOException | UncheckedIOException e) {
      abandonFrames();
      throw new RunFailedException(e.getMessage(), e);
    }
  }

  /** Removes temporary frames that no checkpoint needs. */
  private void abandonFrames() {
    if (Files.exists(outputs.checkpoint())) {
      return;
    }
    try {
      frames.discard();
    } catch (IOException e) {
      // What went wrong before is what the user has to know.
    }
  }

  private void introduce(ResumePoint point, Optional<Checkpoint> from) throws IOException {
    network.reason().ifPresent(notes::add);
    from.flatMap(point::caveat).ifPresent(notes::add);
    if (from.isPresent()) {
      frames.requireUpTo(from.get().losses().size() - 1);
    } else {
      frames.discard();
    }
    progress.say(
        "device %s; network %s, %s; preset %s, %d×%d"
            .formatted(
                device.description().name(),
                network.weights().name(),
                network.origin(),
                job.preset().id(),
                size.width(),
                size.height()));
    notes.forEach(progress::say);
    from.ifPresent(checkpoint -> progress.say("resuming at iteration " + iterations(checkpoint)));
  }

  private static int iterations(Checkpoint checkpoint) {
    return Math.max(0, checkpoint.losses().size() - 1);
  }

  private RunResult run(StyleTransfer transfer, ResumePoint point, Optional<Checkpoint> from) {
    Plan plan = transfer.plan();
    RunProgress shown = new RunProgress(progress, plan);
    Run run =
        new Run(
            device,
            plan,
            iteration -> see(iteration, shown),
            new Checkpointing(
                outputs.checkpointEvery(),
                true,
                CheckpointFile.sink(outputs.checkpoint()),
                point.metadata()),
            cancellation);
    try {
      return from.isPresent() ? run.resume(from.get()) : run.start(transfer.start());
    } finally {
      progress.end();
    }
  }

  private void see(Iteration iteration, RunProgress shown) {
    try {
      frames.keep(iteration);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    shown.show(iteration);
  }

  private RunReport finish(RunResult result) throws IOException {
    Image image = Resampler.resize(result.image(), size.height(), size.width());
    List<Path> written = new ArrayList<>();
    notes.addAll(
        PictureWriter.write(
            image,
            alpha,
            outputs.picture(),
            WriteOptions.DEFAULT
                .withBitsPerChannel(outputs.sixteenBit() ? 16 : 8)
                .withDescription(description())));
    written.add(outputs.picture());
    boolean cancelled = result.outcome() == Outcome.CANCELLED;
    if (!cancelled) {
      frames.keepLast(image, result.iterations());
      written.addAll(frames.complete(result.iterations()));
      written.addAll(plot(result));
      Files.deleteIfExists(outputs.checkpoint());
    }
    return new RunReport(
        device.description(),
        network,
        job.preset().id(),
        size,
        job.seed(),
        result,
        cancelled ? Optional.of(outputs.checkpoint()) : Optional.empty(),
        written,
        notes);
  }

  private List<Path> plot(RunResult result) throws IOException {
    if (outputs.lossPlot().isEmpty()) {
      return List.of();
    }
    LossHistory.plot(description(), result.losses(), outputs.lossPlot().get());
    return List.of(outputs.lossPlot().get());
  }

  private String description() {
    return "%s, %s, preset %s, %d×%d, seed %d"
        .formatted(
            ProgramVersion.title(),
            network.weights().name(),
            job.preset().id(),
            size.width(),
            size.height(),
            job.seed());
  }
}
