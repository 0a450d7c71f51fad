package org.stylestream.service.cli.run;

import java.io.IOException;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.service.cli.option.SubmissionOptions;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.JobDetachedException;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.StyleStreamClient;

/** Has an engine do a job, and its recorder write what comes of it, until it ends or is stopped. */
public final class PictureRun {
  private final StyleStreamClient client;
  private final JobRecorder recorder;
  private final Cancellation cancellation;
  private final WhenStopped whenStopped;

  /** What becomes of a job when the user stops the program. */
  public enum WhenStopped {
    /** It is cancelled. */
    CANCEL,
    /**
     * It is cancelled as soon as it has begun, so that there is a picture and a checkpoint of it.
     */
    CANCEL_ONCE_BEGUN,
    /** It is cancelled, and nothing is written of it. */
    ABANDON,
    /** It goes on. */
    DETACH;

    /** Of a job that was given to a cluster. */
    public static WhenStopped of(SubmissionOptions options) {
      return options.clientLoss() == ClientLoss.CONTINUE ? DETACH : CANCEL;
    }
  }

  public PictureRun(
      StyleStreamClient client,
      JobRecorder recorder,
      Cancellation cancellation,
      WhenStopped whenStopped) {
    this.client = client;
    this.recorder = recorder;
    this.cancellation = cancellation;
    this.whenStopped = whenStopped;
  }

  /**
   * Submits a job and waits for its end.
   *
   * @throws BadInputException if the job is refused
   * @throws RunFailedException if it fails
   * @throws CancelledException if it was stopped before there was anything to write
   * @throws JobDetachedException if it was stopped and goes on
   */
  public RunReport submit(JobSubmission job) {
    Cancellation impatience =
        whenStopped == WhenStopped.CANCEL_ONCE_BEGUN ? Cancellation.NEVER : cancellation;
    return watch(
        Waiting.until(
            client.submit(job, recorder), impatience, PictureRun::giveUp, this::explained));
  }

  /** Takes up a job that an engine has, and otherwise as {@link #submit}. */
  public RunReport attach(String jobId) {
    return watch(
        Waiting.until(
            client.attach(jobId, 0, recorder), cancellation, PictureRun::giveUp, this::explained));
  }

  private static void giveUp() {
    throw new CancelledException();
  }

  private RunReport watch(JobHandle handle) {
    try {
      JobHandle.Ending ending =
          Waiting.until(handle.ending(), this::toBeStopped, () -> stop(handle), this::explained);
      recorder.endProgress();
      if (ending.result().isEmpty()) {
        throw new CancelledException();
      }
      return recorder.finish(ending);
    } catch (IOException e) {
      recorder.abandon();
      throw new RunFailedException(e.getMessage(), e);
    } catch (RuntimeException e) {
      recorder.abandon();
      throw e;
    }
  }

  private boolean toBeStopped() {
    boolean ready = whenStopped != WhenStopped.CANCEL_ONCE_BEGUN || recorder.hasBegun();
    return ready && cancellation.requested();
  }

  private void stop(JobHandle handle) {
    if (whenStopped == WhenStopped.DETACH) {
      Waiting.until(handle.detach(), JobFailures::explained);
      throw new JobDetachedException(handle.jobId());
    }
    handle.cancel();
    if (whenStopped == WhenStopped.ABANDON) {
      throw new CancelledException();
    }
  }

  private RuntimeException explained(Throwable thrown) {
    recorder.endProgress();
    return recorder
        .failure()
        .map(PictureRun::explained)
        .orElseGet(() -> JobFailures.explained(thrown));
  }

  private static RuntimeException explained(Exception thrown) {
    return thrown instanceof IOException
        ? new RunFailedException(thrown.getMessage(), thrown)
        : (RuntimeException) thrown;
  }
}
