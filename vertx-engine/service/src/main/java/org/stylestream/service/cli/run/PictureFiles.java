package org.stylestream.service.cli.run;

import java.util.Optional;
import java.util.TreeMap;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.client.UploadSource;

/**
 * The files that a run writes, and the one that it goes on from.
 *
 * @param resumed where it goes on
 */
public record PictureFiles(OutputOptions.Outputs outputs, Optional<ResumeCheck> resumed) {
  /**
   * Looks for what is to be gone on from.
   *
   * @throws BadInputException if the checkpoint is of another run, or a frame that it needs is gone
   */
  public static PictureFiles of(OutputOptions options, JobDraft draft) {
    OutputOptions.Outputs outputs =
        options.outputs(draft.contentBits(), draft.optimization().keepEvery());
    Optional<ResumeCheck> resumed = outputs.resume().map(file -> ResumeCheck.read(file, draft));
    FrameLog.requireUpTo(outputs, resumed.map(ResumeCheck::iteration).orElse(-1));
    return new PictureFiles(outputs, resumed);
  }

  /** The checkpoint to go on from. */
  public Optional<UploadSource> checkpoint() {
    return resumed.map(ResumeCheck::file);
  }

  /** Who writes them. */
  public JobRecorder recorder(JobSubject subject, Progress progress, UnsentCheckpoints unsent) {
    return JobRecorder.of(
        subject,
        outputs,
        resumed.map(ResumeCheck::losses).orElseGet(TreeMap::new),
        progress,
        unsent);
  }
}
