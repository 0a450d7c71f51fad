package org.stylestream.compute.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.optimizer.Moments;
import org.stylestream.compute.optimizer.OptimizerState;

/**
 * Where a run was, so that it can go on as if it had never stopped.
 *
 * @param stage from 0
 * @param progress of the stage; empty if it hasn't been evaluated yet
 * @param image the stage's image of least loss; without progress the one that it starts from
 * @param learnt without progress, what the stage's optimiser goes on from, if it does; of the
 *     image's size
 * @param losses one an iteration of the whole run, from iteration 0
 * @param evaluations of objectives over the whole run
 * @param seconds that the run had taken
 * @param metadata the caller's
 */
public record Checkpoint(
    int stage,
    Optional<Progress> progress,
    Image image,
    Optional<Moments> learnt,
    List<Loss> losses,
    int evaluations,
    double seconds,
    Map<String, String> metadata) {
  /**
   * What a stage has done.
   *
   * @param iterations of the stage
   * @param startLoss total loss at its start
   * @param optimizer the optimiser's state
   */
  public record Progress(int iterations, double startLoss, OptimizerState optimizer) {}

  public Checkpoint {
    losses = List.copyOf(losses);
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    int iterations = progress.map(Progress::iterations).orElse(0);
    if (progress.isPresent() && losses.size() <= iterations) {
      throw new IllegalArgumentException(
          "%d losses are too few for the %d iterations of the stage"
              .formatted(losses.size(), iterations));
    }
    if (progress.isPresent() && progress.get().optimizer().length() != image.pixels().length) {
      throw new IllegalArgumentException("the image and the optimiser's point differ in size");
    }
    if (learnt.isPresent() && learnt.get().mean().length != image.pixels().length) {
      throw new IllegalArgumentException("the image and what was learnt differ in size");
    }
  }

  /** A checkpoint of which nothing learnt is carried over. */
  public Checkpoint(
      int stage,
      Optional<Progress> progress,
      Image image,
      List<Loss> losses,
      int evaluations,
      double seconds,
      Map<String, String> metadata) {
    this(stage, progress, image, Optional.empty(), losses, evaluations, seconds, metadata);
  }

  /** What is shown of the last accepted iterate, or what the stage starts from. */
  public Image current() {
    return progress
        .map(done -> done.optimizer().shown().clone())
        .map(point -> new Image(image.height(), image.width(), point))
        .orElse(image);
  }
}
