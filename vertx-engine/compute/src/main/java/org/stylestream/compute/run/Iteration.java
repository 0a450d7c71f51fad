package org.stylestream.compute.run;

import java.util.function.UnaryOperator;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;

/**
 * An accepted iterate of a run. Iteration 0 is the start; where a later stage starts is none.
 *
 * @param index over the whole run, from 0
 * @param stage from 0
 * @param indexInStage iterations of this stage so far
 * @param plannedInStage iterations that this stage has
 * @param plannedInTotal iterations that the run has; what stages left out that ended early doesn't
 *     count
 * @param loss of this iterate
 * @param evaluations of objectives over the whole run
 * @param seconds that the run has taken, those before it was resumed included
 * @param image the iterate, or what is shown of the iterates so far
 */
public record Iteration(
    int index,
    int stage,
    int indexInStage,
    int plannedInStage,
    int plannedInTotal,
    Loss loss,
    int evaluations,
    double seconds,
    LazyImage image) {
  /** The same with its image changed; see {@link LazyImage#through}. */
  public Iteration through(UnaryOperator<Image> change) {
    return new Iteration(
        index,
        stage,
        indexInStage,
        plannedInStage,
        plannedInTotal,
        loss,
        evaluations,
        seconds,
        image.through(change));
  }
}
