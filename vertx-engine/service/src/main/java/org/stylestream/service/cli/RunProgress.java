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
  private final Deque<Iteration> latest = new ArrayDeque<>();

  RunProgress(Progress progress, Plan plan) {
    this.progress = progress;
    this.stages = plan.stages();
  }

  void show(Iteration iteration) {
    if (!latest.isEmpty() && latest.getLast().stage() != iteration.stage()) {
      latest.clear();
    }
    latest.add(iteration);
    if (latest.size() > WINDOW + 1) {
      latest.remove();
    }
    progress.show(iteration.index(), iteration.plannedInTotal(), text(iteration));
  }

  private String text(Iteration iteration) {
    String text =
        "%d/%d  loss %s"
            .formatted(
                iteration.index(),
                iteration.plannedInTotal(),
                Readable.number(iteration.loss().total()));
    int count = latest.size() - 1;
    double seconds = iteration.seconds() - latest.getFirst().seconds();
    if (count > 0 && seconds > 0) {
      text +=
          "  %s it/s  %s left"
              .formatted(
                  Readable.rate(count / seconds),
                  Readable.time(left(iteration, seconds / count)));
    }
    return text + "  " + Readable.bytes(Runtime.getRuntime().totalMemory());
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
