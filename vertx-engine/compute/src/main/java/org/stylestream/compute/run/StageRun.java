package org.stylestream.compute.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.optimizer.Moments;
import org.stylestream.compute.optimizer.Optimizer;
import org.stylestream.compute.optimizer.Step;

/** A stage while it runs. */
final class StageRun {
  /** A loss that has grown by this many times that at the stage's start won't come back. */
  private static final double HUGE = 1e6;

  private final RunContext context;
  private final Journal journal;
  private final int number;
  private final Stage stage;
  private final Objective objective;
  private final Optimizer optimizer;
  private final Vector best;

  /** The least loss up to each iteration of the stage, from its start. */
  private final List<Double> bests = new ArrayList<>();

  private double startLoss;
  private Loss evaluated = new Loss(Double.NaN, List.of());
  private Step last = new Step(Step.Status.ACCEPTED, Double.NaN, 0);
  private int evaluationsBefore;

  StageRun(
      RunContext context,
      Journal journal,
      int number,
      Objective objective,
      Optimizer optimizer,
      Vector best) {
    this.context = context;
    this.journal = journal;
    this.number = number;
    this.stage = context.plan().stages().get(number);
    this.objective = objective;
    this.optimizer = optimizer;
    this.best = best;
    journal.checkTerms(objective.terms());
  }

  /** Evaluates the start, or goes to where the checkpoint was. */
  void begin(Checkpoint from) {
    from.progress().ifPresentOrElse(progress -> restore(from, progress), () -> start(from));
  }

  private void restore(Checkpoint from, Checkpoint.Progress progress) {
    best.write(fitting(from.image()).pixels());
    last = optimizer.restore(this::evaluate, progress.optimizer());
    evaluationsBefore = journal.evaluations() - last.evaluations();
    startLoss = progress.startLoss();
    bests.add(startLoss);
    journal.latest(progress.iterations()).forEach(loss -> addBest(loss.total()));
  }

  private Image fitting(Image image) {
    if (image.height() != stage.height() || image.width() != stage.width()) {
      throw new IllegalArgumentException(
          "the checkpoint's image is %d×%d; stage %d of this run has %d×%d"
              .formatted(image.width(), image.height(), number + 1, stage.width(), stage.height()));
    }
    return image;
  }

  private void start(Checkpoint from) {
    Image image = from.image();
    boolean fits = image.height() == stage.height() && image.width() == stage.width();
    Image carried =
        fits ? image : context.plan().carry().carry(image, stage.height(), stage.width());
    best.write(carried.pixels());
    evaluationsBefore = journal.evaluations();
    last = optimizer.start(this::evaluate, best, inherited(from));
    journal.evaluations(evaluationsBefore + last.evaluations());
    startLoss = last.loss();
    bests.add(startLoss);
    if (journal.isEmpty() && last.status() == Step.Status.ACCEPTED) {
      report();
    }
  }

  private Optional<Moments> inherited(Checkpoint from) {
    return from.learnt()
        .flatMap(
            moments ->
                context
                    .plan()
                    .momentsCarry()
                    .map(
                        carry ->
                            carry.carry(moments, from.image(), stage.height(), stage.width())));
  }

  private double evaluate(Vector image, Vector gradient) {
    try {
      evaluated = objective.evaluate(image, gradient, context.cancellation());
    } catch (OutOfDeviceMemoryException | OutOfMemoryError e) {
      throw outOfMemory(e);
    }
    return evaluated.total();
  }

  private StageMemoryException outOfMemory(Throwable cause) {
    return new StageMemoryException(number, journal.iteration(), cause);
  }

  /**
   * Iterates until the stage ends.
   *
   * @throws StageMemoryException if there isn't enough memory
   */
  StageEnd iterate() {
    try {
      return iterateToEnd();
    } catch (OutOfDeviceMemoryException | OutOfMemoryError e) {
      throw outOfMemory(e);
    }
  }

  private StageEnd iterateToEnd() {
    Optional<StageEnd> end = end();
    while (end.isEmpty()) {
      if (context.cancellation().requested()) {
        return cancelled();
      }
      try {
        last = optimizer.step();
      } catch (CancelledException e) {
        return cancelled();
      } catch (StageMemoryException e) {
        throw keeping(e);
      }
      journal.evaluations(evaluationsBefore + last.evaluations());
      if (last.status() == Step.Status.ACCEPTED) {
        accept();
      }
      end = end();
    }
    return end.get();
  }

  private void accept() {
    double before = bests.get(iterations());
    addBest(last.loss());
    if (last.loss() < before) {
      best.copy(optimizer.point());
    }
    report();
    if (context.checkpointing().isDueAfter(journal.iteration())) {
      save();
    }
  }

  private void addBest(double loss) {
    bests.add(Math.min(bests.get(iterations()), loss));
  }

  private int iterations() {
    return bests.size() - 1;
  }

  private void report() {
    journal.add(evaluated);
    LazyImage image = current();
    try {
      context.listener().iteration(iteration(image));
    } finally {
      image.expire();
    }
  }

  private Iteration iteration(LazyImage image) {
    return new Iteration(
        journal.iteration(),
        number,
        iterations(),
        stage.iterations(),
        plannedInTotal(),
        evaluated,
        journal.evaluations(),
        journal.seconds(),
        image);
  }

  private int plannedInTotal() {
    List<Stage> stages = context.plan().stages();
    return stages.subList(number, stages.size()).stream().mapToInt(Stage::iterations).sum()
        + journal.iteration()
        - iterations();
  }

  private void save() {
    Checkpoint.Progress progress =
        new Checkpoint.Progress(iterations(), startLoss, optimizer.state());
    Checkpoint checkpoint =
        journal.checkpoint(number, Optional.of(progress), image(best).read(), Optional.empty());
    context.checkpointing().sink().save(checkpoint);
  }

  /** How the stage ends at the iteration where it is, if it does. */
  private Optional<StageEnd> end() {
    if (last.status() == Step.Status.DIVERGED) {
      return Optional.of(diverged("the loss became " + last.loss()));
    }
    if (last.loss() - startLoss > HUGE * Math.abs(startLoss)) {
      return Optional.of(
          diverged("the loss grew by more than a million times what it was at the start"));
    }
    if (iterations() >= stage.iterations() || isEnough()) {
      return Optional.of(new StageEnd(Outcome.COMPLETED, completed(), current().read(), learnt()));
    }
    if (last.status() == Step.Status.STALLED) {
      return Optional.of(stalled("no step along its gradient lowers it"));
    }
    return context
        .plan()
        .stallRule()
        .filter(rule -> rule.applies(bests))
        .map(
            rule ->
                stalled(
                    "it fell by less than %s of itself over %d iterations"
                        .formatted(rule.tolerance(), rule.window())));
  }

  private Optional<Moments> learnt() {
    boolean carried =
        context.plan().momentsCarry().isPresent() && number + 1 < context.plan().stages().size();
    return carried ? optimizer.learnt() : Optional.empty();
  }

  private boolean isEnough() {
    return stage.enough().isPresent() && last.loss() < stage.enough().getAsDouble();
  }

  private String completed() {
    int planned = context.plan().stages().stream().mapToInt(Stage::iterations).sum();
    if (journal.iteration() == planned) {
      return "All %d iterations are done.".formatted(planned);
    }
    return "The run is complete after %d of %d iterations: a stage that came to its aim, or stopped improving, ended early."
        .formatted(journal.iteration(), planned);
  }

  private StageEnd stalled(String why) {
    String explanation =
        "The loss stopped improving at iteration %d: %s; the image of least loss is kept."
            .formatted(journal.iteration(), why);
    return new StageEnd(Outcome.STALLED, explanation, image(best).read());
  }

  private StageEnd diverged(String what) {
    String explanation =
        "The run diverged: %s after iteration %d; the image of least loss is kept, and smaller steps or weights may help."
            .formatted(what, journal.iteration());
    return new StageEnd(Outcome.DIVERGED, explanation, image(best).read());
  }

  /** Saves the last accepted iterate, which an evaluation that failed leaves as it was. */
  private StageMemoryException keeping(StageMemoryException shortage) {
    if (context.checkpointing().whenCancelled()) {
      try {
        save();
      } catch (OutOfDeviceMemoryException | OutOfMemoryError e) {
        shortage.addSuppressed(e);
      }
    }
    return shortage;
  }

  private StageEnd cancelled() {
    if (context.checkpointing().whenCancelled()) {
      save();
    }
    return new StageEnd(Outcome.CANCELLED, journal.cancelled(), current().read());
  }

  private LazyImage current() {
    return image(optimizer.shown());
  }

  private LazyImage image(Vector pixels) {
    return new LazyImage(stage.height(), stage.width(), pixels);
  }
}
