package org.stylestream.service.cli.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stylestream.compute.file.FileReplacement;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Readable;
import org.stylestream.service.client.Frame;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobListener;
import org.stylestream.service.job.ImageCodec;
import org.stylestream.service.picture.FrameNames;
import org.stylestream.service.picture.PictureWriter;
import org.stylestream.service.picture.WriteOptions;

/**
 * Writes what comes of a job: frames and checkpoints when they come, and at its end picture, stack,
 * animation and plot. What it throws ends the watching of the job.
 */
public final class JobRecorder implements JobListener {
  private final JobSubject subject;
  private final OutputOptions.Outputs outputs;
  private final JobView shown;
  private final UnsentCheckpoints unsent;
  private final Progress progress;
  private final List<String> notes;
  private final SortedMap<Integer, LossReport> losses;
  private volatile Optional<JobEvent.Accepted> accepted = Optional.empty();
  private volatile Optional<Exception> failure = Optional.empty();
  private Optional<FrameLog> frames = Optional.empty();

  /**
   * @param losses of the iterations before the run was resumed
   * @param progress where sentences are said
   * @param shown where iterations are shown
   * @param unsent where checkpoints are that the engine doesn't send
   */
  public JobRecorder(
      JobSubject subject,
      OutputOptions.Outputs outputs,
      SortedMap<Integer, LossReport> losses,
      Progress progress,
      JobView shown,
      UnsentCheckpoints unsent) {
    this.subject = subject;
    this.outputs = outputs;
    this.progress = progress;
    this.shown = shown;
    this.unsent = unsent;
    this.losses = new TreeMap<>(losses);
    this.notes = new ArrayList<>(subject.notes());
  }

  /** One that shows iterations where it says sentences. */
  public static JobRecorder of(
      JobSubject subject,
      OutputOptions.Outputs outputs,
      SortedMap<Integer, LossReport> losses,
      Progress progress,
      UnsentCheckpoints unsent) {
    return new JobRecorder(
        subject,
        outputs,
        losses,
        progress,
        new RunProgress(progress, subject.stages(), subject.local()),
        unsent);
  }

  /** Whether an engine has begun the job. */
  boolean hasBegun() {
    return accepted.isPresent();
  }

  /** Ends the showing of progress, so that something else can be shown. */
  void endProgress() {
    progress.end();
  }

  /** What {@link #onEvent} threw, if it did. */
  Optional<Exception> failure() {
    return failure;
  }

  @Override
  public void onEvent(long sequence, JobEvent event, Optional<Frame> frame) throws Exception {
    try {
      take(sequence, event, frame);
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  private void take(long sequence, JobEvent event, Optional<Frame> frame) throws IOException {
    if (event instanceof JobEvent.Queued queued && !subject.local()) {
      progress.say("waiting, place %d in the queue".formatted(queued.position()));
    } else if (event instanceof JobEvent.Accepted begun) {
      begin(begun);
    } else if (event instanceof JobEvent.Progress iteration) {
      losses.put(iteration.iteration(), iteration.loss());
      shown.show(iteration);
    } else if (event instanceof JobEvent.Kept kept) {
      frames.orElseThrow().keep(image(frame.orElseThrow()), kept.iteration());
    } else if (event instanceof JobEvent.Checkpointed saved) {
      save(sequence, saved, frame);
    }
  }

  private void begin(JobEvent.Accepted begun) throws IOException {
    boolean again = hasBegun();
    accepted = Optional.of(begun);
    shown.begun(begun);
    if (!again) {
      frames = Optional.of(frames(begun));
    }
    progress.say(
        "%sdevice %s; network %s, %s; %s%d×%d"
            .formatted(
                subject.local() ? "" : "engine %s; ".formatted(begun.engineId()),
                begun.device().name(),
                begun.network(),
                begun.networkOrigin(),
                subject.preset().map("preset %s, "::formatted).orElse(""),
                begun.width(),
                begun.height()));
    if (!again) {
      notes.forEach(progress::say);
    }
    begun.notes().stream().filter(note -> !notes.contains(note)).toList().forEach(this::note);
    begun.resumedFrom().ifPresent(iteration -> progress.say("resuming at iteration " + iteration));
  }

  private FrameLog frames(JobEvent.Accepted begun) throws IOException {
    FrameLog log =
        new FrameLog(
            outputs,
            FrameNames.ITERATIONS,
            new SizeRule.Size(begun.height(), begun.width()),
            alpha(begun),
            description(begun));
    if (outputs.resume().isPresent()) {
      begun.resumedFrom().ifPresent(log::goOnFrom);
    } else {
      log.discard();
    }
    return log;
  }

  private Optional<Plane> alpha(JobEvent.Accepted begun) {
    return subject.alpha().map(plane -> Resampler.resize(plane, begun.height(), begun.width()));
  }

  private String description(JobEvent.Accepted begun) {
    List<String> parts = new ArrayList<>();
    parts.add(ProgramVersion.title());
    parts.add(begun.network());
    subject.preset().ifPresent(preset -> parts.add("preset " + preset));
    parts.add("%d×%d".formatted(begun.width(), begun.height()));
    subject.seed().ifPresent(seed -> parts.add("seed " + seed));
    parts.addAll(subject.options());
    subject.mark().ifPresent(parts::add);
    return String.join(", ", parts);
  }

  private static Image image(Frame frame) {
    FrameReference reference = frame.reference();
    return ImageCodec.decode(
        frame.bytes(), reference.height(), reference.width(), reference.datatype());
  }

  private void save(long sequence, JobEvent.Checkpointed saved, Optional<Frame> frame)
      throws IOException {
    try {
      if (frame.isPresent()) {
        write(frame.get());
      } else if (saved.unsentBytes().isPresent()) {
        fetch(sequence, saved.unsentBytes().get());
      }
    } catch (IOException e) {
      throw new IOException(
          "The checkpoint %s can't be written: %s".formatted(outputs.checkpoint(), e.getMessage()),
          e);
    }
  }

  private void write(Frame checkpoint) throws IOException {
    FileReplacement.write(
        outputs.checkpoint(),
        channel -> {
          ByteBuffer bytes = ByteBuffer.wrap(checkpoint.bytes());
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  private void fetch(long sequence, long bytes) throws IOException {
    Optional<Path> file = unsent.file(subject.jobId(), sequence);
    if (file.isPresent()) {
      // Where it is gone, a later one has been made, whose event follows.
      if (Files.exists(file.get())) {
        FileReplacement.link(outputs.checkpoint(), file.get());
      }
      return;
    }
    String note =
        "The engine keeps its checkpoints, of %s, to itself: they are too large to be sent."
            .formatted(Readable.bytes(bytes));
    if (!notes.contains(note)) {
      note(note);
    }
  }

  private void note(String note) {
    notes.add(note);
    progress.say(note);
  }

  /**
   * Writes what a job that has ended leaves.
   *
   * @throws IOException with a sentence for the user if a file can't be written
   */
  RunReport finish(JobHandle.Ending ending) throws IOException {
    JobEvent.Accepted begun = accepted.orElseThrow();
    Image image = image(ending.result().orElseThrow());
    List<Path> written = new ArrayList<>();
    notes.addAll(
        PictureWriter.write(
            image,
            alpha(begun),
            outputs.picture(),
            WriteOptions.DEFAULT
                .withBitsPerChannel(outputs.sixteenBit() ? 16 : 8)
                .withDescription(description(begun))));
    written.add(outputs.picture());
    JobResult result = result(ending.event());
    boolean cancelled = result.outcome() == JobResult.Outcome.CANCELLED;
    if (!cancelled) {
      written.addAll(frames.orElseThrow().complete());
      written.addAll(plot(begun));
      Files.deleteIfExists(outputs.checkpoint());
    }
    return new RunReport(
        subject,
        begun,
        result,
        Optional.of(outputs.checkpoint()).filter(file -> cancelled && Files.exists(file)),
        written,
        notes);
  }

  private JobResult result(JobEvent event) {
    return event instanceof JobEvent.Completed completed
        ? JobResult.of(completed, losses)
        : JobResult.of((JobEvent.Cancelled) event, losses);
  }

  private List<Path> plot(JobEvent.Accepted begun) throws IOException {
    if (outputs.lossPlot().isEmpty()) {
      return List.of();
    }
    LossHistory.plot(description(begun), losses, outputs.lossPlot().get());
    return List.of(outputs.lossPlot().get());
  }

  /** Removes temporary frames that no checkpoint needs. */
  void abandon() {
    if (Files.exists(outputs.checkpoint()) || frames.isEmpty()) {
      return;
    }
    try {
      frames.get().discard();
    } catch (IOException e) {
      // What went wrong before is what the user has to know.
    }
  }
}
