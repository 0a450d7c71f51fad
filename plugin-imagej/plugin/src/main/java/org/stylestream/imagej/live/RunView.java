package org.stylestream.imagej.live;

import ij.IJ;
import ij.measure.ResultsTable;
import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.swing.Timer;
import org.stylestream.protocol.event.JobEvent;

/**
 * A run as the user sees it. What comes of it is put down at once, by whatever thread brings it,
 * and shown a few times a second by the thread of events; where nothing is shown, it is taken in at
 * once.
 */
public final class RunView implements AutoCloseable {
  private static final int TICK_MILLIS = 100;

  /** The plot is drawn anew every so many ticks: it takes the longest. */
  private static final int TICKS_PER_PLOT = 5;

  /** Rows of one tick; the others come in the next ones. */
  private static final int ROWS_PER_TICK = 200;

  private final ResultImage result;
  private final Optional<LossPlot> plot;
  private final LossTable table;
  private final boolean tableShown;
  private final boolean shown;
  private final Timer timer = new Timer(TICK_MILLIS, event -> tick());
  private final Object lock = new Object();
  private List<Slice> slices = new ArrayList<>();
  private List<Row> rows = new ArrayList<>();
  private Optional<Status> status = Optional.empty();
  private int ticks;
  private boolean plotOutdated;

  /** What is opened beside the image. */
  public record Windows(boolean plot, boolean table) {}

  private record Row(int part, JobEvent.Progress iteration) {}

  private record Status(String text, double done) {}

  private RunView(ResultImage result, Windows windows, String command, boolean shown) {
    this.result = result;
    this.shown = shown;
    this.tableShown = shown && windows.table();
    this.table = new LossTable(command + " Losses");
    this.plot =
        shown && windows.plot()
            ? Optional.of(new LossPlot("Losses of " + result.image().getTitle()))
            : Optional.empty();
  }

  /** A view that opens its windows, and shows what comes until it is closed. */
  public static RunView shown(ResultImage result, Windows windows, String command) {
    RunView view = new RunView(result, windows, command, true);
    result.show();
    if (view.tableShown) {
      view.table.show();
    }
    view.plot.ifPresent(plot -> plot.showBeside(result.image().getWindow()));
    result.activate();
    view.timer.start();
    return view;
  }

  /** A view without windows, for macros and programs that want none. */
  public static RunView hidden(ResultImage result, String command) {
    return new RunView(result, new Windows(false, false), command, false);
  }

  /** The losses. */
  public ResultsTable losses() {
    return table.table();
  }

  /** Says in the status bar what is going on. */
  public void say(String text) {
    say(text, 0);
  }

  void say(String text, double done) {
    synchronized (lock) {
      status = Optional.of(new Status(text, done));
    }
    takeInIfHidden();
  }

  void show(Slice slice) {
    synchronized (lock) {
      slices.add(slice);
    }
    takeInIfHidden();
  }

  void show(int part, JobEvent.Progress iteration) {
    synchronized (lock) {
      rows.add(new Row(part, iteration));
    }
    takeInIfHidden();
  }

  private void takeInIfHidden() {
    if (!shown) {
      takeIn(Integer.MAX_VALUE);
    }
  }

  private void tick() {
    takeIn(ROWS_PER_TICK);
    if (tableShown) {
      table.update();
    }
    ticks++;
    if (ticks % TICKS_PER_PLOT == 0) {
      drawPlot();
    }
  }

  private void drawPlot() {
    if (plotOutdated) {
      plotOutdated = false;
      plot.ifPresent(LossPlot::update);
    }
  }

  private void takeIn(int mostRows) {
    List<Slice> newSlices;
    List<Row> newRows;
    Optional<Status> newStatus;
    synchronized (lock) {
      newSlices = slices;
      slices = new ArrayList<>();
      int taken = Math.min(rows.size(), mostRows);
      newRows = List.copyOf(rows.subList(0, taken));
      rows.subList(0, taken).clear();
      newStatus = status;
      status = Optional.empty();
    }
    result.take(newSlices);
    newRows.forEach(this::take);
    newStatus.ifPresent(RunView::display);
  }

  private void take(Row row) {
    table.add(row.part(), List.of(row.iteration()));
    if (row.iteration().iteration() == 0) {
      plot.ifPresent(LossPlot::clear);
    }
    plot.ifPresent(losses -> losses.add(List.of(row.iteration())));
    plotOutdated = true;
  }

  private static void display(Status status) {
    IJ.showStatus(status.text());
    IJ.showProgress(status.done());
  }

  /** Shows what hasn't been shown yet, and is done. */
  @Override
  public void close() {
    if (!shown) {
      return;
    }
    onEventThread(
        () -> {
          timer.stop();
          takeIn(Integer.MAX_VALUE);
          if (tableShown) {
            table.update();
          }
          drawPlot();
        });
  }

  private static void onEventThread(Runnable work) {
    if (EventQueue.isDispatchThread()) {
      work.run();
      return;
    }
    try {
      EventQueue.invokeAndWait(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the windows can't be brought up to date", e.getCause());
    }
  }
}
