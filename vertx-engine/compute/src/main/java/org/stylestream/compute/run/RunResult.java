package org.stylestream.compute.run;

import java.util.List;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;

/**
 * What a run came to.
 *
 * @param outcome how it ended
 * @param explanation of the outcome, one sentence for the user
 * @param image the last accepted iterate, or what is shown of the iterates, at the size of the
 *     stage that it ended in; where that stage stalled or diverged, its image of least loss
 * @param losses one an iteration, from iteration 0
 * @param iterations done
 * @param evaluations of objectives
 * @param seconds that it took, those before it was resumed included
 */
public record RunResult(
    Outcome outcome,
    String explanation,
    Image image,
    List<Loss> losses,
    int iterations,
    int evaluations,
    double seconds) {
  public RunResult {
    losses = List.copyOf(losses);
  }
}
