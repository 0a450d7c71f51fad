package org.stylestream.service.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.flow.CarriedFrame;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.StylePicture;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.picture.Picture;
import org.stylestream.service.picture.PictureSequence;

/**
 * Paints the frames of a sequence, each from what is left of the last. A frame goes on from the
 * file of the one before it, so that a sequence gone on with is the unbroken one.
 *
 * <p>A frame is done where its file carries the mark of the same frame: a digest of its request and
 * of all frames before it.
 */
public final class SequenceRun {
  private static final double NANOSECONDS = 1e9;
  private static final int STEPS_PER_FRAME = 1000;

  private final long started = System.nanoTime();
  private final Workplace workplace;
  private final SequenceFiles files;
  private final Cancellation cancellation;
  private final Progress progress;
  private boolean begun;

  /**
   * What is wanted of a sequence.
   *
   * @param frame of each frame
   * @param temporalWeight of the temporal loss, relative to the content loss; 0 leaves it out
   * @param nextIterations of each frame but the first
   */
  public record Wish(JobDraft.Wish frame, double temporalWeight, int nextIterations) {}

  /**
   * The pictures of a sequence.
   *
   * @param initial what the first frame starts from, where a file is named
   */
  public record Pictures(
      PictureSequence frames, List<StylePicture> styles, Optional<Picture> initial) {
    public Pictures {
      styles = List.copyOf(styles);
    }

    private InputPictures with(Picture content) {
      return new InputPictures(content, styles, initial);
    }
  }

  public SequenceRun(
      Workplace workplace, SequenceFiles files, Cancellation cancellation, Progress progress) {
    this.workplace = workplace;
    this.files = files;
    this.cancellation = cancellation;
    this.progress = progress;
  }

  /**
   * Paints what isn't there yet.
   *
   * @throws IOException with a sentence for the user if a file can't be read or written
   * @throws CancelledException if it was stopped before a frame was there
   */
  public SequenceReport run(Wish wish, Pictures pictures) throws IOException {
    int frames = pictures.frames().frames();
    int done = 0;
    Optional<Image> lastContent = Optional.empty();
    Optional<RequestMark> lastMark = Optional.empty();
    Optional<JobDraft> draft = Optional.empty();
    try {
      for (; done < frames; done++) {
        Picture content = pictures.frames().read(done);
        JobDraft first = JobDraft.of(wish.frame(), pictures.with(content));
        RequestMark mark = mark(wish, first, lastMark);
        draft = Optional.of(first);
        if (begun || !mark.isOn(files.frame(done))) {
          begin(done, frames);
          JobDraft wanted =
              lastContent.isEmpty()
                  ? first
                  : following(
                      wish, pictures.with(content), lastContent.get(), done, seeking(done, frames));
          keep(made(wanted, done, frames), first, mark, done);
        }
        lastContent = Optional.of(content.image());
        lastMark = Optional.of(mark);
      }
    } catch (CancelledException e) {
      if (done == 0) {
        throw e;
      }
    } finally {
      progress.end();
    }
    return finish(draft.orElseThrow(), pictures.frames(), done);
  }

  /** The first frame of a chain has its request's mark; every other depends on the one before. */
  private RequestMark mark(Wish wish, JobDraft draft, Optional<RequestMark> last) {
    String before =
        last.map(
                mark ->
                    "%s temporal %s iterations %d"
                        .formatted(mark.text(), wish.temporalWeight(), wish.nextIterations()))
            .orElse("");
    return RequestMark.of(
        draft.request().on(workplace.network()), before.getBytes(StandardCharsets.UTF_8));
  }

  private void begin(int frame, int frames) {
    if (!begun && frame > 0) {
      progress.say("%d of %d frames are there; going on".formatted(frame, frames));
    }
    begun = true;
  }

  /** The cancellation, which shows while it is asked that the motion is being sought. */
  private Cancellation seeking(int frame, int frames) {
    return () -> {
      progress.show(
          (long) frame * STEPS_PER_FRAME,
          (long) frames * STEPS_PER_FRAME,
          "frame %d/%d  seeking the motion".formatted(frame + 1, frames));
      return cancellation.requested();
    };
  }

  private JobDraft following(
      Wish wish, InputPictures pictures, Image lastContent, int frame, Cancellation seeking)
      throws IOException {
    CarriedFrame carried =
        CarriedFrame.of(lastContent, pictures.content().image(), files.read(frame - 1), seeking);
    return JobDraft.following(
        wish.frame(), pictures, carried, wish.temporalWeight(), wish.nextIterations());
  }

  private Image made(JobDraft draft, int frame, int frames) {
    JobHandle.Ending ending =
        workplace.run(
            draft.request(),
            draft.images(),
            Delivery.RESULT_ONLY,
            (sequence, event, attached) -> show(event, frame, frames),
            cancellation);
    if (!(ending.event() instanceof JobEvent.Completed completed)) {
      throw new CancelledException();
    }
    if (completed.ending() == JobEvent.Completed.Ending.DIVERGED) {
      throw new RunFailedException(
          "frame %d of %d: %s".formatted(frame + 1, frames, completed.explanation()));
    }
    return ending.result().orElseThrow().image();
  }

  private void tellOfLater(List<Path> frames) {
    if (!frames.isEmpty()) {
      progress.say(
          "%s and what comes after it (%d frames) are of a longer sequence that was here before"
              .formatted(frames.get(0), frames.size()));
    }
  }

  private void show(JobEvent event, int frame, int frames) {
    if (event instanceof JobEvent.Accepted accepted) {
      tell(accepted, frame);
    } else if (event instanceof JobEvent.Progress iteration) {
      long planned = Math.max(iteration.plannedIterations(), 1);
      progress.show(
          (long) frame * STEPS_PER_FRAME + iteration.iteration() * STEPS_PER_FRAME / planned,
          (long) frames * STEPS_PER_FRAME,
          "frame %d/%d  iteration %d/%d"
              .formatted(frame + 1, frames, iteration.iteration(), iteration.plannedIterations()));
    }
  }

  private void tell(JobEvent.Accepted accepted, int frame) {
    if (frame > 0) {
      return;
    }
    progress.say(
        "device %s; network %s, %s; %d×%d"
            .formatted(
                accepted.device().name(),
                accepted.network(),
                accepted.networkOrigin(),
                accepted.width(),
                accepted.height()));
    accepted.notes().forEach(progress::say);
  }

  private void keep(Image image, JobDraft draft, RequestMark mark, int frame) throws IOException {
    Optional<Plane> alpha =
        draft.alpha().map(plane -> Resampler.resize(plane, image.height(), image.width()));
    files.keep(
        image,
        alpha,
        frame,
        "%s, frame %d, %s".formatted(description(draft), frame + 1, mark.text()));
  }

  private String description(JobDraft draft) {
    List<String> parts = new ArrayList<>();
    parts.add(ProgramVersion.title());
    parts.add(workplace.network());
    parts.add("preset " + draft.optimization().preset());
    parts.add("seed " + draft.optimization().seed());
    parts.addAll(RequestWords.of(draft.request()));
    return String.join(", ", parts);
  }

  private SequenceReport finish(JobDraft draft, PictureSequence sequence, int done)
      throws IOException {
    SizeRule.Size size = draft.optimization().size();
    boolean complete = done == sequence.frames();
    if (complete) {
      tellOfLater(files.later(done));
    }
    return new SequenceReport(
        complete
            ? files.complete(done, size, sequence.delay(), description(draft))
            : files.frames(done),
        size,
        done,
        sequence.frames(),
        (System.nanoTime() - started) / NANOSECONDS,
        "To go on, give the same command again.");
  }
}
