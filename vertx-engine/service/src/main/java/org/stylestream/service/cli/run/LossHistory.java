package org.stylestream.service.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.service.picture.LossCurve;
import org.stylestream.service.picture.LossPlot;
import org.stylestream.service.picture.PictureException;

/** Draws the losses of a run. */
public final class LossHistory {
  private LossHistory() {}

  /**
   * @param losses by iteration, all of the same terms
   */
  static void plot(String title, SortedMap<Integer, LossReport> losses, Path target)
      throws PictureException {
    List<LossCurve> curves = new ArrayList<>();
    curves.add(curve("total", losses, LossReport::total));
    losses.values().stream()
        .limit(1)
        .flatMap(loss -> loss.terms().keySet().stream())
        .forEach(term -> curves.add(curve(term, losses, loss -> loss.terms().get(term))));
    LossPlot.write(title, curves, target);
  }

  private static LossCurve curve(
      String name, SortedMap<Integer, LossReport> losses, ToDoubleFunction<LossReport> value) {
    return new LossCurve(
        name,
        losses.keySet().stream().mapToInt(Integer::intValue).toArray(),
        losses.values().stream().mapToDouble(value).toArray());
  }
}
