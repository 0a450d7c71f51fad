package org.stylestream.service.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.stylestream.compute.run.Iteration;
import org.stylestream.compute.run.Plan;
import org.stylestream.compute.run.Stage;

/** Shows a run's iterations: how many, the loss, their rate, the time left, the memory taken. */
final class RunProgress {
  /** The rate is that of the latest iterations, as many as this. */
  private static final int WINDOW = 20;

  private final Progress progress;
  private final List<Stage> stages;
  private final Deque<Double> seconds = new ArrayDeque<>();
  private int stage;

  RunProgress(Progress progress, Plan plan) {
    this.progress = progress;
    this.stages = plan.stages();
  }

  void show(Iteration iteration) {
    if (iteration.stage() != stage) {
      stage = iteration.stage();
      seconds.clear();
    }
    seconds.add(iteration.seconds());
    if (seconds.size() > WINDOW + 1) {
      seconds.remove();
    }
    progress.show(iteration.index(), iteration.plannedInTotal(), text(iteration));
  }

  private String text(Iteration iteration) {
    String done =
        "%d/%d  loss %s"
            .formatted(
                iteration.index(),
                iteration.plannedInTotal(),
                Readable.number(iteration.loss().total()));
    return done + speed(iteration) + "  " + Readable.bytes(Runtime.getRuntime().totalMemory());
  }

  private String speed(Iteration iteration) {
    int count = seconds.size() - 1;
    double taken = iteration.seconds() - seconds.getFirst();
    if (count == 0 || taken <= 0) {
      return "";
    }
    return "  %s it/s  %s left"
        .formatted(Readable.rate(count / taken), Readable.time(left(iteration, taken / count)));
  }

  /** Seconds to the end of the run, an iteration costing what it does here per pixel. */
  private double left(Iteration iteration, double secondsEach) {
    double iterations = iteration.plannedInStage() - iteration.indexInStage();
    Stage current = stages.get(iteration.stage());
    for (Stage later : stages.subList(iteration.stage() + 1, stages.size())) {
      iterations += later.iterations() * pixels(later) / pixels(current);
    }
    return iterations * secondsEach;
  }

  private static double pixels(Stage stage) {
    return (double) stage.height() * stage.width();
  }
}
