package org.stylestream.service.cli.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Readable;

/** Shows a run's iterations: how many, the loss, their rate, the time left, the memory taken. */
public final class RunProgress implements JobView {
  /** The rate is that of the latest iterations, as many as this. */
  private static final int WINDOW = 20;

  private final Progress progress;
  private final List<StageSettings> stages;
  private final boolean local;
  private final Deque<Double> seconds = new ArrayDeque<>();
  private int stage;

  /**
   * @param stages of the run; empty where they aren't known
   * @param local whether it is this process that runs it, and takes the memory
   */
  public RunProgress(Progress progress, List<StageSettings> stages, boolean local) {
    this.progress = progress;
    this.stages = stages;
    this.local = local;
  }

  @Override
  public void begun(JobEvent.Accepted accepted) {
    seconds.clear();
  }

  @Override
  public void show(JobEvent.Progress iteration) {
    if (iteration.stage() != stage) {
      stage = iteration.stage();
      seconds.clear();
    }
    seconds.add(iteration.seconds());
    if (seconds.size() > WINDOW + 1) {
      seconds.remove();
    }
    progress.show(iteration.iteration(), iteration.plannedIterations(), text(iteration));
  }

  private String text(JobEvent.Progress iteration) {
    String done =
        "%d/%d  loss %s"
            .formatted(
                iteration.iteration(),
                iteration.plannedIterations(),
                Readable.number(iteration.loss().total()));
    String memory = local ? "  " + Readable.bytes(Runtime.getRuntime().totalMemory()) : "";
    return done + speed(iteration) + memory;
  }

  private String speed(JobEvent.Progress iteration) {
    int count = seconds.size() - 1;
    double taken = iteration.seconds() - seconds.getFirst();
    if (count == 0 || taken <= 0) {
      return "";
    }
    return "  %s it/s  %s left"
        .formatted(Readable.rate(count / taken), Readable.time(left(iteration, taken / count)));
  }

  /** Seconds to the end of the run, an iteration costing what it does here per pixel. */
  private double left(JobEvent.Progress iteration, double secondsEach) {
    if (stages.isEmpty()) {
      return (iteration.plannedIterations() - iteration.iteration()) * secondsEach;
    }
    double iterations = iteration.plannedInStage() - iteration.iterationInStage();
    StageSettings current = stages.get(iteration.stage());
    for (StageSettings later : stages.subList(iteration.stage() + 1, stages.size())) {
      iterations += later.iterations() * pixels(later) / pixels(current);
    }
    return iterations * secondsEach;
  }

  private static double pixels(StageSettings stage) {
    return stage.scale() * stage.scale();
  }
}
