package org.stylestream.service.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Zoom;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.picture.FrameNames;
import org.stylestream.service.picture.PictureException;
import org.stylestream.service.picture.PictureReader;
import org.stylestream.service.picture.PictureWriter;
import org.stylestream.service.picture.WriteOptions;

/**
 * A sequence of pictures, each made from the middle of the last. A frame goes on from the eight
 * bits of the one before it, so that a sequence gone on with from its files is the unbroken one.
 */
public final class ZoomRun {
  private static final double NANOSECONDS = 1e9;
  private static final float WHITE = 255;

  private final long started = System.nanoTime();
  private final Workplace workplace;
  private final OutputOptions.Outputs outputs;
  private final Cancellation cancellation;
  private final Progress progress;

  /** Makes the job of a frame. */
  @FunctionalInterface
  public interface FrameJob {
    /**
     * The job.
     *
     * @param image what the frame is made from
     * @param frame its number, from 0
     */
    JobDraft of(Image image, int frame);
  }

  public ZoomRun(
      Workplace workplace,
      OutputOptions.Outputs outputs,
      Cancellation cancellation,
      Progress progress) {
    this.workplace = workplace;
    this.outputs = outputs;
    this.cancellation = cancellation;
    this.progress = progress;
  }

  /**
   * Makes a sequence.
   *
   * @param first what the first frame is made from, at the size of all
   * @param frames how many, at least 1
   * @param goOn whether the frames that are there are kept and gone on from
   * @throws IOException with a sentence for the user if a file can't be written
   */
  public SequenceReport run(Image first, int frames, Zoom zoom, FrameJob job, boolean goOn)
      throws IOException {
    SizeRule.Size size = new SizeRule.Size(first.height(), first.width());
    String description =
        "%s, zoom sequence, %d×%d".formatted(ProgramVersion.title(), size.width(), size.height());
    FrameLog log = new FrameLog(outputs, FrameNames.SEQUENCE, size, Optional.empty(), description);
    int done = goOn ? there(frames) : 0;
    log.goOnFrom(done - 1);
    Image last = done == 0 ? first : PictureReader.read(file(done - 1)).image();
    try {
      for (; done < frames; done++) {
        Image from = done == 0 ? first : zoom.into(last);
        last = eightBits(made(job.of(from, done), done, frames));
        log.keep(last, done);
      }
    } catch (CancelledException e) {
      if (done == 0) {
        throw e;
      }
    } finally {
      progress.end();
    }
    return finish(log, last, description, size, done, frames);
  }

  private SequenceReport finish(
      FrameLog log, Image last, String description, SizeRule.Size size, int done, int frames)
      throws PictureException {
    PictureWriter.write(
        last,
        Optional.empty(),
        outputs.picture(),
        WriteOptions.DEFAULT.withDescription(description));
    List<Path> written = new ArrayList<>(List.of(outputs.picture()));
    written.addAll(log.complete());
    return new SequenceReport(
        written,
        size,
        done,
        frames,
        (System.nanoTime() - started) / NANOSECONDS,
        "To go on, give the same command with --zoom-continue.");
  }

  private int there(int frames) {
    int there = 0;
    while (there < frames && Files.isRegularFile(file(there))) {
      there++;
    }
    return there;
  }

  private Path file(int frame) {
    return outputs.framesFolder().resolve(FrameNames.SEQUENCE.file(outputs.picture(), frame));
  }

  private Image made(JobDraft draft, int frame, int frames) {
    JobHandle.Ending ending =
        workplace.run(
            draft.request(),
            draft.images(),
            Delivery.RESULT_ONLY,
            (sequence, event, attached) -> show(event, frame, frames),
            cancellation);
    return ending.result().orElseThrow(CancelledException::new).image();
  }

  private void show(JobEvent event, int frame, int frames) {
    if (event instanceof JobEvent.Progress iteration) {
      progress.show(
          (long) frame * iteration.plannedIterations() + iteration.iteration(),
          (long) frames * iteration.plannedIterations(),
          "frame %d/%d  step %d/%d"
              .formatted(frame + 1, frames, iteration.iteration(), iteration.plannedIterations()));
    }
  }

  private static Image eightBits(Image image) {
    float[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.floor(Math.min(Math.max(pixels[i], 0), WHITE) + 0.5);
    }
    return new Image(image.height(), image.width(), pixels);
  }
}
