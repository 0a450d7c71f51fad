package org.stylestream.compute.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.optimizer.Moments;

/** What a run has been through. */
final class Journal {
  private static final double NANOSECONDS = 1e9;

  private final long started = System.nanoTime();
  private final double secondsBefore;
  private final Map<String, String> metadata;
  private final List<Loss> losses;
  private int evaluations;

  /**
   * Goes on from a checkpoint.
   *
   * @param metadata carried in the checkpoints to come
   */
  Journal(Checkpoint from, Map<String, String> metadata) {
    this.metadata = metadata;
    losses = new ArrayList<>(from.losses());
    evaluations = from.evaluations();
    secondsBefore = from.seconds();
  }

  void add(Loss loss) {
    losses.add(loss);
  }

  void evaluations(int total) {
    evaluations = total;
  }

  /** Number of the last iteration; 0 also before there is one. */
  int iteration() {
    return Math.max(0, losses.size() - 1);
  }

  /** The losses of the last {@code count} iterations. */
  List<Loss> latest(int count) {
    return losses.subList(losses.size() - count, losses.size());
  }

  /**
   * Refuses an objective whose terms are others than those so far.
   *
   * @throws IllegalArgumentException if they are
   */
  void checkTerms(List<String> terms) {
    if (losses.isEmpty()) {
      return;
    }
    List<String> before = losses.get(0).terms().stream().map(Loss.Term::name).toList();
    if (!before.equals(terms)) {
      throw new IllegalArgumentException(
          "the run so far has the terms %s; they can't become %s".formatted(before, terms));
    }
  }

  boolean isEmpty() {
    return losses.isEmpty();
  }

  int evaluations() {
    return evaluations;
  }

  double seconds() {
    return secondsBefore + (System.nanoTime() - started) / NANOSECONDS;
  }

  Checkpoint checkpoint(
      int stage, Optional<Checkpoint.Progress> progress, Image image, Optional<Moments> learnt) {
    return new Checkpoint(stage, progress, image, learnt, losses, evaluations, seconds(), metadata);
  }

  String cancelled() {
    return losses.isEmpty()
        ? "Cancelled before the start was evaluated."
        : "Cancelled after iteration %d.".formatted(iteration());
  }

  RunResult result(StageEnd end) {
    return new RunResult(
        end.outcome(), end.explanation(), end.image(), losses, iteration(), evaluations, seconds());
  }
}
