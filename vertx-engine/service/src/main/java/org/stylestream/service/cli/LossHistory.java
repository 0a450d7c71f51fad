package org.stylestream.service.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.stylestream.compute.objective.Loss;
import org.stylestream.service.picture.LossCurve;
import org.stylestream.service.picture.LossPlot;
import org.stylestream.service.picture.PictureException;

/** Draws the losses of a run. */
final class LossHistory {
  private LossHistory() {}

  /**
   * @param losses one an iteration, from iteration 0, all of the same terms
   */
  static void plot(String title, List<Loss> losses, Path target) throws PictureException {
    List<LossCurve> curves = new ArrayList<>();
    curves.add(curve("total", losses, Loss::total));
    losses.stream()
        .limit(1)
        .flatMap(loss -> loss.terms().stream())
        .forEach(term -> curves.add(curve(term.name(), losses, loss -> loss.term(term.name()))));
    LossPlot.write(title, curves, target);
  }

  private static LossCurve curve(String name, List<Loss> losses, ToDoubleFunction<Loss> value) {
    return new LossCurve(
        name,
        IntStream.range(0, losses.size()).toArray(),
        losses.stream().mapToDouble(value).toArray());
  }
}
