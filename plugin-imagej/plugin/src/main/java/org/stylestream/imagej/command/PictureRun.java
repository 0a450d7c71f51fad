package org.stylestream.imagej.command;

import ij.measure.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.job.DoneSlice;
import org.stylestream.imagej.job.JavaMemory;
import org.stylestream.imagej.job.JobKind;
import org.stylestream.imagej.job.JobRun;
import org.stylestream.imagej.job.KeptSlices;
import org.stylestream.imagej.job.RequestPictures;
import org.stylestream.imagej.job.Stop;
import org.stylestream.imagej.job.StoppedException;
import org.stylestream.imagej.live.PartView;
import org.stylestream.imagej.live.ResultImage;
import org.stylestream.imagej.live.RunView;
import org.stylestream.imagej.options.InputOptions;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.OutputOptions;
import org.stylestream.imagej.picture.ContentPlane;
import org.stylestream.imagej.picture.ContentPlanes;
import org.stylestream.imagej.picture.PictureFinder;
import org.stylestream.imagej.picture.Placement;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.Previews;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission;

/** One run of a command that makes pictures: a job, or one for every slice, and what is shown. */
final class PictureRun {
  private static final int CHECKPOINT_EVERY = 20;
  private static final int SMALLEST_PREVIEW = 16;

  private final JobKind kind;
  private final EngineAccess engines;
  private final OptionValues values;
  private final PictureFinder finder;
  private final Optional<ContentPlanes> content;
  private final JobKind.Expected expected;
  private final int keepEvery;

  /**
   * @throws IllegalArgumentException with a sentence for the user if the options can't be
   */
  PictureRun(JobKind kind, EngineAccess engines, OptionValues values, PictureFinder finder) {
    this.kind = kind;
    this.engines = engines;
    this.values = values;
    this.finder = finder;
    this.content =
        values.has(InputOptions.CONTENT)
            ? Optional.of(ContentPlanes.of(values, finder))
            : Optional.empty();
    RunForecast forecast = RunForecast.of(kind, values, content);
    this.expected = forecast.expected();
    this.keepEvery = forecast.keepEvery();
    KeptSlices kept = forecast.kept();
    kept.requireWithin(JavaMemory.freeFor(kept.promisedBytes()));
  }

  /** Does it all, and leaves what there is of it where the user stops it. */
  Outcome run() {
    ResultImage result = resultImage();
    boolean shown = Caller.seesWindows();
    String command = kind.options().command();
    RunView view =
        shown ? RunView.shown(result, windows(), command) : RunView.hidden(result, command);
    boolean closed;
    try (Stop stop = Stop.byEscapeOrClosing(result.image())) {
      runJobs(view, stop);
      closed = stop.windowClosed();
    } finally {
      view.close();
      if (result.isUntouched()) {
        result.discard();
      }
    }
    if (closed || result.isUntouched()) {
      return new Outcome(Optional.empty(), view.losses());
    }
    if (shown) {
      result.activate();
    } else {
      ResultImage.showInBatch(result.image());
    }
    ResultFiles.write(result.image(), values);
    return new Outcome(Optional.of(result.image()), view.losses());
  }

  private RunView.Windows windows() {
    return new RunView.Windows(values.get(OutputOptions.PLOT), values.get(OutputOptions.TABLE));
  }

  private ResultImage resultImage() {
    List<int[]> first = new ArrayList<>();
    for (int i = 0; i < parts(); i++) {
      first.add(placement(i).content());
    }
    if (keepEvery > 0 && content.isPresent()) {
      first.add(first.get(0).clone());
    }
    return new ResultImage(
        title(),
        content.map(planes -> planes.sliceSize(expected.size())).orElse(expected.size()),
        content.map(planes -> planes.calibration(expected.size())).orElseGet(Calibration::new),
        first,
        content.isPresent() ? "content" : "",
        values.toMacroString());
  }

  private String title() {
    return content
        .map(planes -> planes.title() + "-" + kind.suffix())
        .orElse(kind.options().command());
  }

  private int parts() {
    return content.map(planes -> planes.planes().size()).orElse(1);
  }

  private Placement placement(int part) {
    return content
        .map(planes -> planes.placement(planes.planes().get(part), expected.size()))
        .orElseGet(() -> Placement.blank(expected.size()));
  }

  private void runJobs(RunView view, Stop stop) {
    JobRun run = new JobRun(engines, stop::requested, view::say);
    view.say("StyleStream: looking for an engine");
    Optional<DoneSlice> last = Optional.empty();
    try {
      for (int i = 0; i < parts(); i++) {
        PartView part = new PartView(view, part(i), placement(i));
        JobHandle.Ending ending = run.run(job(i, last, seeking(i, view, stop)), part);
        part.end(ending);
        last = done(i, ending);
      }
    } catch (StoppedException | CancelledException e) {
      view.say("StyleStream: stopped");
    }
  }

  private PartView.Part part(int index) {
    boolean several = parts() > 1;
    boolean grows = keepEvery > 0;
    return new PartView.Part(
        several ? index + 1 : 0,
        grows && content.isPresent() ? 2 : index + 1,
        grows,
        several ? "slice %d ".formatted(index + 1) : "");
  }

  private Optional<ContentPlane> plane(int index) {
    return content.map(planes -> planes.planes().get(index));
  }

  private Optional<DoneSlice> done(int index, JobHandle.Ending ending) {
    return plane(index)
        .flatMap(plane -> ending.result().map(result -> new DoneSlice(plane, result)));
  }

  /** The stop button, which says while it is asked that the motion is being sought. */
  private static Cancellation seeking(int index, RunView view, Stop stop) {
    return () -> {
      view.say("StyleStream: slice %d: seeking the motion".formatted(index + 1));
      return stop.requested();
    };
  }

  private JobSubmission job(int index, Optional<DoneSlice> last, Cancellation seeking) {
    RequestPictures pictures = new RequestPictures(finder, plane(index));
    JobRequest request =
        last.map(slice -> kind.following(values, pictures, slice, seeking))
            .orElseGet(() -> kind.request(values, pictures));
    return Jobs.of(request, pictures, delivery(), engines.choice());
  }

  private Delivery delivery() {
    // Where nothing is kept, previews let the image develop under the user's eyes.
    boolean previews = keepEvery == 0 && Caller.seesWindows();
    int longSide = Math.max(expected.size().width(), expected.size().height());
    return new Delivery(
        keepEvery,
        Datatype.U8,
        Datatype.U8,
        previews
            ? Optional.of(new Previews(Math.max(longSide, SMALLEST_PREVIEW), Datatype.U8))
            : Optional.empty(),
        CHECKPOINT_EVERY,
        false,
        ClientLoss.CANCEL);
  }
}
