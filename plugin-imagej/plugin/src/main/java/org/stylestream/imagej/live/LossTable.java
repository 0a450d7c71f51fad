package org.stylestream.imagej.live;

import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.text.TextPanel;
import ij.text.TextWindow;
import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;

/** The losses of a run by term, a row an iteration. */
final class LossTable {
  /** Digits after the point; below 0: of a number with an exponent. */
  private static final int LOSS_DIGITS = -4;

  private static final int WIDTH = 480;
  private static final int HEIGHT = 260;

  private final String title;
  private final ResultsTable table = new ResultsTable();
  private int shownRows;

  LossTable(String title) {
    this.title = title;
    table.showRowNumbers(false);
  }

  ResultsTable table() {
    return table;
  }

  /**
   * Adds rows.
   *
   * @param part of the run, from 1, where it has several; 0 where it has one
   */
  void add(int part, List<JobEvent.Progress> iterations) {
    for (JobEvent.Progress iteration : iterations) {
      table.addRow();
      if (part > 0) {
        add("Slice", part, 0);
      }
      add("Iteration", iteration.iteration(), 0);
      add("Loss", iteration.loss().total(), LOSS_DIGITS);
      iteration.loss().terms().forEach((term, loss) -> add(term, loss, LOSS_DIGITS));
      add("Seconds", iteration.seconds(), 2);
    }
  }

  private void add(String column, double value, int digits) {
    table.addValue(column, value);
    table.setDecimalPlaces(table.getColumnIndex(column), digits);
  }

  /** Opens its window, or takes that of the run before. */
  void show() {
    boolean open = WindowManager.getFrame(title) != null;
    table.show(title);
    window()
        .ifPresent(
            window -> {
              window.getTextPanel().setResultsTable(table);
              if (!open) {
                window.setSize(WIDTH, HEIGHT);
              }
            });
  }

  private Optional<TextWindow> window() {
    return WindowManager.getFrame(title) instanceof TextWindow window
        ? Optional.of(window)
        : Optional.empty();
  }

  /** Adds the new rows to the window. {@link ResultsTable#show} would raise it and list all. */
  void update() {
    if (shownRows < table.size()) {
      window().map(TextWindow::getTextPanel).ifPresent(this::update);
    }
  }

  private void update(TextPanel panel) {
    String headings = table.getColumnHeadings();
    if (!headings.equals(panel.getColumnHeadings())) {
      panel.setColumnHeadings(headings);
      shownRows = 0;
    }
    for (; shownRows < table.size(); shownRows++) {
      panel.appendWithoutUpdate(table.getRowAsString(shownRows));
    }
    panel.updateDisplay();
  }
}
