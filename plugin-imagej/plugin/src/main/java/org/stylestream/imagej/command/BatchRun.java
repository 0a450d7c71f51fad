package org.stylestream.imagej.command;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.job.JobKind;
import org.stylestream.imagej.job.JobRun;
import org.stylestream.imagej.job.RequestPictures;
import org.stylestream.imagej.job.Stop;
import org.stylestream.imagej.job.StoppedException;
import org.stylestream.imagej.live.ResultImage;
import org.stylestream.imagej.options.BatchFolderOptions;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.picture.ContentPlane;
import org.stylestream.imagej.picture.PictureFinder;
import org.stylestream.imagej.picture.RgbPixels;
import org.stylestream.imagej.save.StackFile;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.service.client.Frame;
import org.stylestream.service.client.JobHandle;

/** Paints the files of a folder, one after the other. What fails doesn't keep the others. */
final class BatchRun {
  private static final String TITLE = "Style Transfer Batch";
  private static final Delivery RESULT_ONLY =
      new Delivery(0, Datatype.U8, Datatype.U8, Optional.empty(), 0, false, ClientLoss.CANCEL);

  private final JobKind kind;
  private final EngineAccess engines;
  private final OptionValues values;
  private final PictureFinder finder;
  private final BatchPlan plan;
  private final ResultsTable table = new ResultsTable();
  private final List<String> failures = new ArrayList<>();

  /**
   * @throws IllegalArgumentException with a sentence for the user if the options can't be
   */
  BatchRun(JobKind kind, EngineAccess engines, OptionValues values, PictureFinder finder) {
    this.kind = kind;
    this.engines = engines;
    this.values = values;
    this.finder = finder;
    this.plan = BatchPlan.of(values);
    table.showRowNumbers(false);
  }

  /**
   * Does it all.
   *
   * @throws IllegalStateException with a sentence for the user if a file couldn't be painted
   */
  Outcome run() {
    try (Stop stop = Stop.byEscape()) {
      Files.createDirectories(plan.folder());
      for (BatchPlan.Item item : plan.items()) {
        paint(item, stop);
        if (Caller.seesWindows()) {
          table.show(TITLE);
        }
      }
    } catch (StoppedException e) {
      IJ.showStatus("StyleStream: stopped after %d files".formatted(table.size()));
    } catch (IOException e) {
      throw new IllegalStateException(
          "outputFolder=%s can't be made: %s".formatted(plan.folder(), e.getMessage()), e);
    } finally {
      IJ.showProgress(1);
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          "%d of %d files couldn't be painted; the first: %s"
              .formatted(failures.size(), plan.items().size(), failures.get(0)));
    }
    return new Outcome(Optional.empty(), table);
  }

  private void paint(BatchPlan.Item item, Stop stop) throws StoppedException {
    boolean skipped =
        values.get(BatchFolderOptions.EXISTING) == BatchFolderOptions.Existing.SKIP
            && Files.exists(item.result());
    if (skipped) {
      row(item, "was there");
      return;
    }
    try {
      JobEvent.Completed completed = painted(item, stop);
      row(item, "painted");
      table.addValue("Iterations", completed.iterations());
      table.addValue("Loss", completed.loss().total());
      table.addValue("Seconds", completed.seconds());
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      failures.add("%s: %s".formatted(item.file().getFileName(), e.getMessage()));
      row(item, e.getMessage());
    }
  }

  private void row(BatchPlan.Item item, String state) {
    table.addRow();
    table.addValue("File", item.file().getFileName().toString());
    table.addValue("Result", item.result().getFileName().toString());
    table.addValue("State", state);
  }

  private JobEvent.Completed painted(BatchPlan.Item item, Stop stop)
      throws IOException, StoppedException {
    ImagePlus source = finder.find(BatchFolderOptions.FROM.key(), item.file().toString());
    RequestPictures pictures = new RequestPictures(finder, Optional.of(ContentPlane.whole(source)));
    JobRun run = new JobRun(engines, stop::requested, IJ::showStatus);
    JobHandle.Ending ending =
        run.run(
            Jobs.of(kind.request(values, pictures), pictures, RESULT_ONLY, engines.choice()),
            (sequence, event, frame) -> tell(item.file(), event));
    if (!(ending.event() instanceof JobEvent.Completed completed)) {
      throw new StoppedException();
    }
    StackFile.write(image(ending.result().orElseThrow(), source), item.result());
    return completed;
  }

  private void tell(Path file, JobEvent event) {
    if (event instanceof JobEvent.Progress progress) {
      double done = (double) progress.iteration() / Math.max(progress.plannedIterations(), 1);
      IJ.showStatus(
          "%s (%d of %d): iteration %d/%d"
              .formatted(
                  file.getFileName(),
                  table.size() + 1,
                  plan.items().size(),
                  progress.iteration(),
                  progress.plannedIterations()));
      IJ.showProgress((table.size() + done) / plan.items().size());
    }
  }

  private ImagePlus image(Frame result, ImagePlus source) {
    int width = result.reference().width();
    int height = result.reference().height();
    ImagePlus image =
        new ImagePlus(
            source.getTitle() + "-styled", new ColorProcessor(width, height, RgbPixels.of(result)));
    Calibration calibration = source.getCalibration().copy();
    if (calibration.scaled()) {
      calibration.pixelWidth *= (double) source.getWidth() / width;
      calibration.pixelHeight *= (double) source.getHeight() / height;
    }
    calibration.setFunction(Calibration.NONE, null, null);
    image.setCalibration(calibration);
    image.setProp(ResultImage.OPTIONS_PROPERTY, values.toMacroString());
    return image;
  }
}
