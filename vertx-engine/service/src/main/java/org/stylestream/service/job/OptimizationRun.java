package org.stylestream.service.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.ImageQuality;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Iteration;
import org.stylestream.compute.run.Outcome;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.run.RunDefinition;
import org.stylestream.compute.run.RunResult;
import org.stylestream.compute.run.StageMemoryException;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.QualityReport;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.message.Fault;

/** An optimisation while it runs: its iterations, frames and checkpoints become events. */
final class OptimizationRun {
  private final JobRun run;
  private final Optimization optimization;
  private final Optimization.Illustrated illustrated;
  private final NetworkCatalogue.Loaded network;
  private final SizeRule.Size size;
  private final Delivery delivery;
  private final JobRecord record;
  private final long available;
  private UnaryOperator<Image> shown = UnaryOperator.identity();
  private int lastCheckpoint = -1;

  /**
   * @param illustrated the optimisation with its images
   * @param available bytes that the run may take
   */
  OptimizationRun(
      JobRun run,
      Optimization optimization,
      Optimization.Illustrated illustrated,
      NetworkCatalogue.Loaded network,
      long available) {
    this.available = available;
    this.run = run;
    this.optimization = optimization;
    this.illustrated = illustrated;
    this.network = network;
    this.size = optimization.size();
    this.delivery = run.delivery();
    this.record = run.record();
  }

  JobEnding run() {
    try (RunDefinition definition = illustrated.open(run.device(), network.weights())) {
      shown = definition::shown;
      ResumePoint point =
          new ResumePoint(
              definition.digest(),
              run.device().description(),
              JobFacts.with(illustrated.facts(), network.weights().name()));
      List<String> notes = new ArrayList<>(run.notes());
      network.note().ifPresent(notes::add);
      Optional<Checkpoint> from = checkpoint(point, notes);
      from.flatMap(point::caveat).ifPresent(notes::add);
      MemoryPlan memory =
          MemoryPlan.of(
              optimization,
              run.device(),
              network.weights().topology(),
              available,
              from.filter(point::isOfSameDevice));
      notes.addAll(memory.notes());
      accept(from, notes);
      JobEnding ending = ending(execute(definition, point, memory, from), definition.reference());
      record.settle();
      return ending;
    }
  }

  private void accept(Optional<Checkpoint> from, List<String> notes) {
    record.add(
        run.accepted(
            network,
            size,
            optimization.iterations(),
            from.filter(checkpoint -> !checkpoint.losses().isEmpty())
                .map(OptimizationRun::iteration),
            notes));
  }

  /** Runs to the end, if need be in less memory than was planned. */
  private RunResult execute(
      RunDefinition definition, ResumePoint point, MemoryPlan memory, Optional<Checkpoint> begin) {
    MemoryPlan plan = memory;
    Optional<Checkpoint> from = begin;
    while (true) {
      try {
        return attempt(definition, point, plan, from);
      } catch (StageMemoryException e) {
        plan =
            plan.after(e, optimization, run.device(), network.weights().topology())
                .orElseThrow(() -> new OutOfDeviceMemoryException(e.getMessage(), e));
        List<String> notes = new ArrayList<>();
        from = checkpoint(point, notes);
        notes.addAll(plan.notes());
        accept(from, notes);
      }
    }
  }

  /**
   * Where to go on from: the job's own checkpoint, else the client's. The job's own may be damaged
   * by whatever ended the run before, or be of an iteration that the log has lost; then the job
   * begins again, and comes to the same result.
   */
  private Optional<Checkpoint> checkpoint(ResumePoint point, List<String> notes) {
    if (Files.exists(run.checkpoint())) {
      try {
        Checkpoint own = point.read(run.checkpoint());
        if (own.losses().isEmpty() || isLogged(iteration(own))) {
          lastCheckpoint = iteration(own);
          return Optional.of(own);
        }
        notes.add("The run begins again: the end of its log was lost.");
      } catch (JobFaultException e) {
        notes.add("The run begins again: %s.".formatted(e.getMessage()));
      }
    }
    return run.resumeFrom().map(point::read);
  }

  /** Whether everything up to an iteration has been recorded. */
  private boolean isLogged(int iteration) {
    int every = delivery.keepEvery();
    return record.lastProgress() >= iteration
        && (every == 0 || record.lastKept() >= iteration - iteration % every);
  }

  private static int iteration(Checkpoint checkpoint) {
    return Math.max(0, checkpoint.losses().size() - 1);
  }

  private RunResult attempt(
      RunDefinition definition, ResumePoint point, MemoryPlan memory, Optional<Checkpoint> from) {
    Map<String, String> metadata = new HashMap<>(point.metadata());
    metadata.putAll(memory.metadata());
    Run planned =
        new Run(
            run.device(),
            definition.plan(memory.tilings()),
            this::see,
            new Checkpointing(delivery.checkpointEvery(), true, this::save, metadata),
            run.cancellation());
    return from.isPresent() ? resume(planned, from.get()) : planned.start(definition.start());
  }

  private static RunResult resume(Run planned, Checkpoint from) {
    try {
      return planned.resume(from);
    } catch (IllegalArgumentException e) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.CHECKPOINT, "the checkpoint can't be used: %s".formatted(e.getMessage())),
          e);
    }
  }

  private void see(Iteration iteration) {
    if (iteration.index() > record.lastProgress()) {
      record.add(progress(iteration));
    }
    if (isKept(iteration.index())) {
      keep(iteration.image().read(), iteration.index());
    }
    record.look(iteration.through(shown));
  }

  private static JobEvent progress(Iteration iteration) {
    return new JobEvent.Progress(
        iteration.index(),
        iteration.stage(),
        iteration.indexInStage(),
        iteration.plannedInStage(),
        iteration.plannedInTotal(),
        iteration.evaluations(),
        iteration.seconds(),
        LossReports.of(iteration.loss()));
  }

  private boolean isKept(int iteration) {
    return delivery.keepEvery() > 0 && iteration % delivery.keepEvery() == 0;
  }

  private void keep(Image image, int iteration) {
    if (iteration <= record.lastKept()) {
      return;
    }
    record.add(
        new JobEvent.Kept(iteration, frame(delivery.keptDatatype())),
        () -> ImageCodec.encode(sized(image), delivery.keptDatatype()));
  }

  private Image sized(Image image) {
    return shown.apply(Resampler.resize(image, size.height(), size.width()));
  }

  private FrameReference frame(Datatype datatype) {
    return new FrameReference(size.height(), size.width(), Image.CHANNELS, datatype);
  }

  private void save(Checkpoint checkpoint) {
    int iteration = iteration(checkpoint);
    if (iteration == lastCheckpoint) {
      return;
    }
    Path file = run.checkpoint();
    // A checkpoint that knew more than the log would be of no use to an engine that died now.
    record.settle();
    try {
      CheckpointFile.write(file, checkpoint);
      lastCheckpoint = iteration;
      record.addCheckpoint(iteration, file, delivery.checkpointsToClient());
    } catch (IOException | UncheckedIOException e) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.STORAGE,
              "the engine can't write the checkpoint: %s".formatted(e.getMessage())),
          e);
    }
  }

  private JobEnding ending(RunResult result, Optional<Image> reference) {
    Image image = sized(result.image());
    FrameReference frame = frame(delivery.resultDatatype());
    if (result.outcome() == Outcome.CANCELLED) {
      return new JobEnding(
          new JobEvent.Cancelled(
              result.iterations(),
              result.evaluations(),
              result.seconds(),
              run.cause().get(),
              Optional.of(frame)),
          image);
    }
    if (delivery.keepEvery() > 0) {
      keep(image, result.iterations());
    }
    return new JobEnding(
        new JobEvent.Completed(
            ending(result.outcome()),
            result.explanation(),
            result.iterations(),
            result.evaluations(),
            result.seconds(),
            LossReports.last(result.losses()),
            reference.map(compared -> quality(image, compared)),
            frame),
        image);
  }

  private static QualityReport quality(Image image, Image reference) {
    ImageQuality quality = ImageQuality.of(image, reference);
    return new QualityReport(quality.similarity(), quality.colourDifference());
  }

  private static JobEvent.Completed.Ending ending(Outcome outcome) {
    return switch (outcome) {
      case COMPLETED -> JobEvent.Completed.Ending.FINISHED;
      case STALLED -> JobEvent.Completed.Ending.STALLED;
      case DIVERGED -> JobEvent.Completed.Ending.DIVERGED;
      case CANCELLED -> throw new IllegalStateException("a cancelled run isn't complete");
    };
  }
}
