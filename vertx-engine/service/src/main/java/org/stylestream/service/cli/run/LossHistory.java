package org.stylestream.service.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
   * Draws a run. What is below 0 all the time, as in dreams, is drawn as its negative.
   *
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
    double[] values = losses.values().stream().mapToDouble(value).toArray();
    boolean negative = Arrays.stream(values).allMatch(loss -> loss < 0);
    return new LossCurve(
        negative ? "−" + name : name,
        losses.keySet().stream().mapToInt(Integer::intValue).toArray(),
        negative ? Arrays.stream(values).map(Math::abs).toArray() : values);
  }
}
