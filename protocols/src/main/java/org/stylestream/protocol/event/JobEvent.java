package org.stylestream.protocol.event;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Named;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/** What happens to a job, for its client. */
@Meaning("What happens to a job.")
public sealed interface JobEvent {
  /** The frame whose chunks follow, where there is one. */
  default Optional<FrameReference> attachedFrame() {
    return Optional.empty();
  }

  /** Whether the job has ended. */
  default boolean isFinal() {
    return false;
  }

  /** The job waits. */
  @Named("queued")
  @Meaning("The job waits.")
  record Queued(@Meaning("Place in the queue from 1.") @Range(min = 1, max = 1e9) int position)
      implements JobEvent {}

  /**
   * The job begins.
   *
   * @param device that is really used
   * @param notes sentences for people: what stands in for what was asked for
   */
  @Named("accepted")
  @Meaning("The job begins.")
  record Accepted(
      @Meaning("The engine.") @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
          String engineId,
      @Meaning("The device that is really used.") DeviceFacts device,
      @Meaning("The network that is used.") String network,
      @Meaning("Where the network comes from, for people.") String networkOrigin,
      @Meaning("Height of the result in pixels.") @Range(min = 1, max = Limits.LONGEST_SIDE)
          int height,
      @Meaning("Width of the result in pixels.") @Range(min = 1, max = Limits.LONGEST_SIDE)
          int width,
      @Meaning("Iterations of all stages.") @Range(min = 1, max = Limits.MOST_ITERATIONS)
          int plannedIterations,
      @Meaning("The iteration that it goes on from, where it does.")
          @Range(min = 0, max = Limits.MOST_ITERATIONS)
          Optional<Integer> resumedFrom,
      @Meaning("Sentences for people, as what stands in for what was asked for.")
          @Count(min = 0, max = 64)
          List<String> notes)
      implements JobEvent {
    public Accepted {
      notes = List.copyOf(notes);
    }
  }

  /** An iteration is done. */
  @Named("progress")
  @Meaning("An iteration is done.")
  record Progress(
      @Meaning("Over the whole run; 0 is the start.") @Range(min = 0, max = Limits.MOST_ITERATIONS)
          int iteration,
      @Meaning("Stage, from 0.") @Range(min = 0, max = 10000) int stage,
      @Meaning("Iterations of this stage so far.") @Range(min = 0, max = Limits.MOST_ITERATIONS)
          int iterationInStage,
      @Meaning("Iterations that this stage has.") @Range(min = 0, max = Limits.MOST_ITERATIONS)
          int plannedInStage,
      @Meaning("Iterations that the run has.") @Range(min = 0, max = Limits.MOST_ITERATIONS)
          int plannedIterations,
      @Meaning("Evaluations of the objective over the whole run.") @Range(min = 0, max = 1e9)
          int evaluations,
      @Meaning("Seconds that the run has taken.") @Range(min = 0, max = 1e12) double seconds,
      @Meaning("The loss of this iterate.") LossReport loss)
      implements JobEvent {}

  /** A frame that was asked for. */
  @Named("kept")
  @Meaning("A frame that was asked for; its chunks follow.")
  record Kept(
      @Meaning("Its iteration.") @Range(min = 0, max = Limits.MOST_ITERATIONS) int iteration,
      @Meaning("The frame.") FrameReference frame)
      implements JobEvent {
    @Override
    public Optional<FrameReference> attachedFrame() {
      return Optional.of(frame);
    }
  }

  /**
   * The state of the run; not in sequence.
   *
   * @param number of the preview under this attachment, from 1
   * @param skipped iterations since the last preview that weren't shown
   */
  @Named("preview")
  @Meaning("A look at the run, out of sequence; its chunks follow.")
  record Preview(
      @Meaning("Number of the preview under this attachment, from 1.") @Range(min = 1, max = 9e15)
          long number,
      @Meaning("Its iteration.") @Range(min = 0, max = Limits.MOST_ITERATIONS) int iteration,
      @Meaning("Iterations since the last preview that weren't shown.") @Range(min = 0, max = 1e9)
          int skipped,
      @Meaning("The loss of this iterate.") LossReport loss,
      @Meaning("The frame.") FrameReference frame)
      implements JobEvent {
    @Override
    public Optional<FrameReference> attachedFrame() {
      return Optional.of(frame);
    }
  }

  /**
   * The engine has saved a checkpoint.
   *
   * @param file where checkpoints go to the client: the file, whose chunks follow
   * @param unsentBytes bytes of the file where it would go to the client, but is too large for that
   */
  @Named("checkpointed")
  @Meaning("The engine has saved a checkpoint.")
  record Checkpointed(
      @Meaning("Its iteration.") @Range(min = 0, max = Limits.MOST_ITERATIONS) int iteration,
      @Meaning("The file, where checkpoints go to the client; its chunks follow.")
          Optional<FrameReference> file,
      @Meaning("Bytes of a file that is too large to be sent; it stays with the engine.")
          @Range(min = 1, max = Limits.LARGEST_UPLOAD)
          Optional<Long> unsentBytes)
      implements JobEvent {
    @Override
    public Optional<FrameReference> attachedFrame() {
      return file;
    }
  }

  /** The job is done. */
  @Named("completed")
  @Meaning("The job is done; its result's chunks follow.")
  record Completed(
      @Meaning("How the run ended.") Ending ending,
      @Meaning("The ending in a sentence.") String explanation,
      @Meaning("Iterations done.") @Range(min = 0, max = Limits.MOST_ITERATIONS) int iterations,
      @Meaning("Evaluations of the objective.") @Range(min = 0, max = 1e9) int evaluations,
      @Meaning("Seconds that the run took.") @Range(min = 0, max = 1e12) double seconds,
      @Meaning("The loss of the last iteration.") LossReport loss,
      @Meaning("How far the result is from the content image, where there is one.")
          Optional<QualityReport> quality,
      @Meaning("The result.") FrameReference result)
      implements JobEvent {
    /** How a run ends that wasn't cancelled. */
    public enum Ending {
      /** All iterations are done. */
      @Meaning("All iterations are done.")
      FINISHED,
      /** No step makes the loss smaller any more. */
      @Meaning("No step makes the loss smaller any more; the result is the best image.")
      STALLED,
      /** The loss was no finite number any more. */
      @Meaning("The loss was no finite number any more; the result is the best image.")
      DIVERGED
    }

    @Override
    public Optional<FrameReference> attachedFrame() {
      return Optional.of(result);
    }

    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** The job failed. */
  @Named("failed")
  @Meaning("The job failed.")
  record Failed(@Meaning("Why.") Fault fault) implements JobEvent {
    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /**
   * The job was cancelled.
   *
   * @param cause why
   * @param result the image so far, where the run had begun
   */
  @Named("cancelled")
  @Meaning("The job was cancelled; the chunks of its image so far follow, where the run had begun.")
  record Cancelled(
      @Meaning("Iterations done.") @Range(min = 0, max = Limits.MOST_ITERATIONS) int iterations,
      @Meaning("Evaluations of the objective.") @Range(min = 0, max = 1e9) int evaluations,
      @Meaning("Seconds that the run took.") @Range(min = 0, max = 1e12) double seconds,
      @Meaning("Why.") Cause cause,
      @Meaning("The image so far.") Optional<FrameReference> result)
      implements JobEvent {
    /** Why a job was cancelled. */
    public enum Cause {
      /** Somebody asked for it. */
      @Meaning("Somebody asked for it.")
      REQUESTED,
      /** The client's lease ended, and the job's delivery cancels it then. */
      @Meaning("The client's lease ended, and the job's delivery cancels it then.")
      CLIENT_LOST
    }

    @Override
    public Optional<FrameReference> attachedFrame() {
      return result;
    }

    @Override
    public boolean isFinal() {
      return true;
    }
  }
}
