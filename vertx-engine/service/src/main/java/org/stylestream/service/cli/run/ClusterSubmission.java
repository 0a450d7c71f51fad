package org.stylestream.service.cli.run;

import java.util.Optional;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.SubmissionOptions;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.UploadSource;

/** Pictures as jobs for the engines of a cluster. */
public final class ClusterSubmission {
  /** Iterations between the checkpoints that an engine keeps to itself. */
  private static final int CHECKPOINT_EVERY = 20;

  private ClusterSubmission() {}

  /**
   * A job. Checkpoints are larger than pictures by far: they only travel where they are asked for.
   *
   * @param device the only one that it may run on, by its id; empty for any
   * @param checkpoint to go on from
   */
  public static JobSubmission of(
      JobDraft draft,
      OutputOptions outputs,
      SubmissionOptions options,
      Optional<String> device,
      Optional<UploadSource> checkpoint) {
    boolean checkpoints = outputs.checkpoints() > 0;
    return new JobSubmission(
        options.jobId(),
        options.priority(),
        draft.request(),
        outputs.delivery(
            draft.optimization().keepEvery(),
            checkpoints ? outputs.checkpoints() : CHECKPOINT_EVERY,
            checkpoints,
            options.clientLoss()),
        draft.images(),
        checkpoint,
        device,
        JobSubmission.OnEngineLoss.RESUBMIT);
  }
}
