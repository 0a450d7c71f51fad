package org.stylestream.imagej.live;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stylestream.imagej.picture.Placement;
import org.stylestream.imagej.picture.RgbPixels;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.service.client.Frame;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobListener;

/** Brings what happens to a job into the view of its run. */
public final class PartView implements JobListener {
  private final RunView view;
  private final Part part;
  private final Placement placement;
  private final Map<Integer, Double> losses = new HashMap<>();
  private String where = "";
  private int lastKept = -1;

  /**
   * Which of a run's jobs it is, and where its pictures go.
   *
   * @param number from 1, where the run has several; 0 where it has one
   * @param place slice for its pictures, from 1
   * @param grows whether there are more slices to come after that
   * @param name before the labels of its slices; may be empty
   */
  public record Part(int number, int place, boolean grows, String name) {}

  /** A part's. */
  public PartView(RunView view, Part part, Placement placement) {
    this.view = view;
    this.part = part;
    this.placement = placement;
  }

  @Override
  public void onEvent(long sequence, JobEvent event, Optional<Frame> frame) {
    if (event instanceof JobEvent.Queued queued) {
      view.say("StyleStream: waiting, place %d in the queue".formatted(queued.position()));
    } else if (event instanceof JobEvent.Accepted begun) {
      where = "%s on %s".formatted(begun.network(), begun.device().name());
      view.say("StyleStream: %s%s".formatted(where, notes(begun)));
    } else if (event instanceof JobEvent.Progress iteration) {
      progress(iteration);
    } else if (event instanceof JobEvent.Kept kept) {
      kept(kept.iteration(), frame.orElseThrow());
    } else if (event instanceof JobEvent.Preview preview) {
      put(part.place(), label(preview.iteration(), preview.loss().total()), frame.orElseThrow());
    }
  }

  private static String notes(JobEvent.Accepted begun) {
    return begun.notes().isEmpty() ? "" : ". " + String.join(" ", begun.notes());
  }

  private void progress(JobEvent.Progress iteration) {
    losses.put(iteration.iteration(), iteration.loss().total());
    view.show(part.number(), iteration);
    view.say(
        "%siteration %d/%d, loss %s, %s"
            .formatted(
                part.number() > 0 ? "slice %d, ".formatted(part.number()) : "",
                iteration.iteration(),
                iteration.plannedIterations(),
                loss(iteration.loss().total()),
                where),
        (double) iteration.iteration() / Math.max(iteration.plannedIterations(), 1));
  }

  private void kept(int iteration, Frame frame) {
    put(
        lastKept < 0 ? part.place() : Slice.NEW,
        losses.containsKey(iteration) ? label(iteration, losses.get(iteration)) : label(iteration),
        frame);
    lastKept = iteration;
  }

  private void put(int place, String label, Frame frame) {
    int[] pixels =
        placement.slice(RgbPixels.of(frame), frame.reference().width(), frame.reference().height());
    view.show(new Slice(place, part.name() + label, pixels));
  }

  private String label(int iteration) {
    return "iter %04d".formatted(iteration);
  }

  private String label(int iteration, double total) {
    return label(iteration) + " loss=" + loss(total);
  }

  /** A loss in few digits: {@code 1.23e5}. */
  static String loss(double value) {
    return String.format(Locale.ROOT, "%.2e", value)
        .replaceFirst("e([+-])0*(?=\\d)", "e$1")
        .replace("e+", "e");
  }

  /** Shows how it ended. */
  public void end(JobHandle.Ending ending) {
    if (ending.event() instanceof JobEvent.Completed completed) {
      boolean usual = completed.ending() == JobEvent.Completed.Ending.FINISHED;
      if (!part.grows() || !usual) {
        put(
            part.grows() ? Slice.NEW : part.place(),
            label(completed.iterations(), completed.loss().total()) + (usual ? "" : " (best)"),
            ending.result().orElseThrow());
      }
      view.say(
          String.format(
              Locale.ROOT,
              "StyleStream: %d iterations in %.1f s, %s%s",
              completed.iterations(),
              completed.seconds(),
              where,
              usual ? "" : ". " + completed.explanation()),
          1);
    } else if (ending.event() instanceof JobEvent.Cancelled cancelled) {
      boolean more = !part.grows() || cancelled.iterations() > lastKept;
      ending
          .result()
          .filter(result -> more)
          .ifPresent(result -> stopped(cancelled.iterations(), result));
      view.say("StyleStream: stopped at iteration %d".formatted(cancelled.iterations()), 1);
    }
  }

  private void stopped(int iteration, Frame result) {
    put(
        part.grows() && lastKept >= 0 ? Slice.NEW : part.place(),
        label(iteration, losses.getOrDefault(iteration, Double.NaN)) + " (stopped)",
        result);
  }
}
