package org.stylestream.imagej.live;

import ij.gui.ImageWindow;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Point;
import java.awt.Toolkit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;

/** The losses of a run over its iterations, by term, on a logarithmic axis. */
final class LossPlot {
  /** More points can't be told apart, and cost time to draw. */
  private static final int MOST_POINTS = 400;

  private static final List<Color> COLOURS =
      List.of(
          new Color(0x202020),
          new Color(0x1f77b4),
          new Color(0xd62728),
          new Color(0x2ca02c),
          new Color(0x9467bd));
  private static final int WIDTH = 380;
  private static final int HEIGHT = 220;
  private static final int GAP = 8;

  private final String title;
  private final List<JobEvent.Progress> iterations = new ArrayList<>();
  private Optional<PlotWindow> window = Optional.empty();

  LossPlot(String title) {
    this.title = title;
  }

  void add(List<JobEvent.Progress> more) {
    iterations.addAll(more);
  }

  /** Begins anew, for the next part of a run. */
  void clear() {
    iterations.clear();
  }

  /** Opens its window, to the right of another if there is room. */
  void showBeside(ImageWindow other) {
    window = Optional.ofNullable(drawn().show());
    window.ifPresent(
        plot -> {
          Point corner = other.getLocation();
          int left = corner.x + other.getWidth() + GAP;
          Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
          if (left + plot.getWidth() <= screen.width) {
            plot.setLocation(left, corner.y);
          }
        });
  }

  /** Draws what was added. */
  void update() {
    window.filter(ImageWindow::isVisible).ifPresent(plot -> plot.drawPlot(drawn()));
  }

  private Plot drawn() {
    Plot plot = new Plot(title, "Iteration", "Loss");
    plot.setFrameSize(WIDTH, HEIGHT);
    if (iterations.isEmpty()) {
      plot.setLimits(0, 1, 0, 1);
      return plot;
    }
    plot.setAxisYLog(true);
    List<JobEvent.Progress> points = thinned();
    double[] x = points.stream().mapToDouble(JobEvent.Progress::iteration).toArray();
    Map<String, double[]> curves = curves(points);
    int index = 0;
    for (double[] curve : curves.values()) {
      plot.setColor(COLOURS.get(index++ % COLOURS.size()));
      plot.setLineWidth(index == 1 ? 2 : 1);
      plot.addPoints(x, curve, Plot.LINE);
    }
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    plot.setLimitsToFit(false);
    plot.addLegend(String.join("\n", curves.keySet()));
    return plot;
  }

  private static Map<String, double[]> curves(List<JobEvent.Progress> points) {
    Map<String, double[]> curves = new LinkedHashMap<>();
    curves.put("loss", points.stream().mapToDouble(point -> point.loss().total()).toArray());
    for (String term : points.get(0).loss().terms().keySet()) {
      curves.put(
          term,
          points.stream()
              .mapToDouble(point -> point.loss().terms().getOrDefault(term, Double.NaN))
              // A logarithmic axis has no place for 0.
              .map(loss -> loss > 0 ? loss : Double.NaN)
              .toArray());
    }
    return curves;
  }

  private List<JobEvent.Progress> thinned() {
    int stride = (iterations.size() + MOST_POINTS - 1) / MOST_POINTS;
    List<JobEvent.Progress> points = new ArrayList<>();
    for (int i = 0; i < iterations.size(); i += stride) {
      points.add(iterations.get(i));
    }
    if (stride > 1) {
      points.add(iterations.get(iterations.size() - 1));
    }
    return points;
  }
}
