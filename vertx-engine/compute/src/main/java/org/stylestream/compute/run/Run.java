package org.stylestream.compute.run;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.optimizer.Optimizer;

/**
 * Carries out a plan, stage by stage. A run that was resumed from a checkpoint takes the same
 * iterates, bit for bit, as one that was never broken off.
 */
public final class Run {
  private final RunContext context;

  /**
   * Prepares a run; nothing is allocated yet.
   *
   * @param device where it runs; outlives the run
   * @param plan what to do
   * @param listener sees every iteration
   * @param checkpointing when and where to save checkpoints
   * @param cancellation asked before every iteration and within evaluations
   */
  public Run(
      Device device,
      Plan plan,
      RunListener listener,
      Checkpointing checkpointing,
      Cancellation cancellation) {
    context = new RunContext(device, plan, listener, checkpointing, cancellation);
  }

  /**
   * Runs from the start, on the calling thread. What the stages, the listener or the checkpoints'
   * sink throw goes to the caller, after everything was closed.
   *
   * @param image what the first stage starts from; carried to its size if it has another
   * @throws StageMemoryException if there wasn't enough memory for a stage
   */
  public RunResult start(Image image) {
    return resume(
        new Checkpoint(
            0, Optional.empty(), image, List.of(), 0, 0, context.checkpointing().metadata()));
  }

  /**
   * Goes on from a checkpoint, otherwise as {@link #start}. The iterations before it aren't shown
   * to the listener again.
   *
   * @throws IllegalArgumentException if the checkpoint is of another plan
   * @throws StageMemoryException if there wasn't enough memory for a stage
   */
  public RunResult resume(Checkpoint checkpoint) {
    List<Stage> stages = context.plan().stages();
    if (checkpoint.stage() < 0 || checkpoint.stage() >= stages.size()) {
      throw new IllegalArgumentException(
          "the checkpoint is of stage %d; this run has %d"
              .formatted(checkpoint.stage() + 1, stages.size()));
    }
    Journal journal = new Journal(checkpoint, context.checkpointing().metadata());
    Checkpoint at = checkpoint;
    StageEnd end = runStage(at, journal);
    while (!end.endsRun() && at.stage() + 1 < stages.size()) {
      at = journal.checkpoint(at.stage() + 1, Optional.empty(), end.image(), end.learnt());
      end = runStage(at, journal);
    }
    return journal.result(end);
  }

  private StageEnd runStage(Checkpoint from, Journal journal) {
    try {
      return runInMemory(from, journal);
    } catch (OutOfDeviceMemoryException | OutOfMemoryError e) {
      throw keeping(from, journal, new StageMemoryException(from.stage(), journal.iteration(), e));
    }
  }

  /** Lets out of memory through only before the stage has begun. */
  private StageEnd runInMemory(Checkpoint from, Journal journal) {
    Stage stage = context.plan().stages().get(from.stage());
    Objective objective;
    try {
      context.cancellation().check();
      objective = stage.open(context.cancellation());
    } catch (CancelledException e) {
      return cancelledBefore(from, journal);
    }
    int length =
        Math.multiplyExact(Math.multiplyExact(stage.height(), stage.width()), Image.CHANNELS);
    try (objective;
        Optimizer optimizer = stage.optimizer().open(context.device(), length, stage.range());
        Vector best = context.device().vector(length)) {
      StageRun run = new StageRun(context, journal, from.stage(), objective, optimizer, best);
      try {
        run.begin(from);
      } catch (CancelledException e) {
        return cancelledBefore(from, journal);
      } catch (StageMemoryException e) {
        throw keeping(from, journal, e);
      }
      return run.iterate();
    }
  }

  private StageEnd cancelledBefore(Checkpoint from, Journal journal) {
    Image current = from.current(); // before its file is replaced
    saveUnchanged(from, journal);
    return new StageEnd(Outcome.CANCELLED, journal.cancelled(), current);
  }

  private StageMemoryException keeping(
      Checkpoint from, Journal journal, StageMemoryException shortage) {
    try {
      saveUnchanged(from, journal);
    } catch (OutOfMemoryError e) {
      shortage.addSuppressed(e);
    }
    return shortage;
  }

  private void saveUnchanged(Checkpoint from, Journal journal) {
    if (context.checkpointing().whenCancelled()) {
      Checkpoint unchanged =
          journal.checkpoint(from.stage(), from.progress(), from.image(), from.learnt());
      context.checkpointing().sink().save(unchanged);
    }
  }
}
