package org.stylestream.service.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.client.UploadSource;
import org.stylestream.service.job.JobFacts;
import org.stylestream.service.job.LossReports;

/**
 * A checkpoint to go on from, as far as it can be judged without the network.
 *
 * @param file the checkpoint, as large as it may be
 * @param losses of the iterations before it
 */
public record ResumeCheck(UploadSource file, SortedMap<Integer, LossReport> losses) {
  /**
   * Reads a checkpoint.
   *
   * @throws BadInputException if it is of another job than the draft's, or no usable checkpoint
   */
  public static ResumeCheck read(Path path, JobDraft draft) {
    if (!Files.isRegularFile(path)) {
      throw new BadInputException(
          "there is no checkpoint %s; give the file that the run was stopped with".formatted(path));
    }
    try {
      Checkpoint checkpoint = CheckpointFile.read(path);
      difference(checkpoint.metadata(), draft)
          .ifPresent(
              difference -> {
                throw new BadInputException(
                    "%s is a checkpoint of another run (%s); resume it with the options that it was begun with"
                        .formatted(path, difference));
              });
      return new ResumeCheck(UploadSource.InFile.of(path), losses(checkpoint));
    } catch (IOException e) {
      throw new BadInputException(
          "%s; give a checkpoint that this program has written".formatted(e.getMessage()), e);
    }
  }

  /** The iteration that it goes on from; -1 where the run hadn't begun. */
  public int iteration() {
    return losses.size() - 1;
  }

  private static SortedMap<Integer, LossReport> losses(Checkpoint checkpoint) {
    SortedMap<Integer, LossReport> losses = new TreeMap<>();
    for (Loss loss : checkpoint.losses()) {
      losses.put(losses.size(), LossReports.of(loss));
    }
    return losses;
  }

  /** In the options' words; the network is for the engine to compare. */
  private static Optional<String> difference(Map<String, String> saved, JobDraft draft) {
    return JobFacts.difference(
            saved, draft.optimization().with(sha256 -> bytes(draft, sha256)).facts())
        .map(
            difference ->
                difference.words(
                    difference.picture() ? difference.name() : "--" + difference.name()));
  }

  private static byte[] bytes(JobDraft draft, String sha256) {
    return draft.images().get(sha256).getBytes();
  }
}
