package org.stylestream.service.cli.command;

import java.nio.file.Path;
import java.util.function.Function;
import org.stylestream.service.cli.batch.BatchPlan;
import org.stylestream.service.cli.batch.BatchReport;
import org.stylestream.service.cli.batch.BatchRun;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.RunReport;
import org.stylestream.service.cli.run.Workplace;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;

/** What commands that make pictures share, once they know which: it is done, and told. */
record PictureWork(
    Surroundings surroundings,
    WorkplaceOptions place,
    ReportOptions reports,
    ClusterSettings cluster) {
  /** What is done with a workplace and with what there is to show of it. */
  @FunctionalInterface
  interface Task<X extends Exception> {
    int doAt(Workplace workplace, Progress progress) throws X;
  }

  /** Refuses options that contradict each other, and outputs that can't be written. */
  void check(OutputOptions outputs, DistinctPaths inputs) {
    place.check();
    if (!place.submission().detach()) {
      outputs.check(inputs);
    }
  }

  /** Has a picture made, or submits it only; the exit code. */
  int make(JobDraft draft, OutputOptions outputs) {
    if (place.submission().detach()) {
      return new DetachedJob(place.submission(draft, outputs))
          .submit(surroundings, cluster, reports);
    }
    return at(
        (workplace, progress) -> {
          RunReport report = workplace.paint(draft, outputs, surroundings.cancellation(), progress);
          reports.tell(surroundings, report::json, report::lines);
          return report.exitCode();
        });
  }

  /** Opens the workplace for a task; the exit code. */
  <X extends Exception> int at(Task<X> task) throws X {
    Progress progress = reports.progress(surroundings);
    try (Workplace workplace = place.open(surroundings, cluster, progress)) {
      return task.doAt(workplace, progress);
    }
  }

  /**
   * Has the engines of a cluster do all files that are like a pattern; the exit code.
   *
   * @param inputs that all have in common
   * @param drafts makes the job of a file
   */
  int batch(
      String pattern,
      DistinctPaths inputs,
      OutputOptions outputs,
      Function<Path, JobDraft> drafts) {
    place.check();
    if (!place.submits() || place.submission().detach() || place.submission().id().isPresent()) {
      throw new BadInputException(
          "--batch submits many jobs and waits for them; give --submit, and leave out --detach and"
              + " --id");
    }
    BatchPlan plan =
        BatchPlan.of(pattern, inputs, outputs, file -> drafts.apply(file).on(place.networkName()));
    BatchRun run =
        new BatchRun(
            surroundings, plan, place.submission().priority(), place.deviceWish(), reports.quiet());
    try (ClusterSession session = ClusterSession.join(cluster)) {
      BatchReport report = run.on(session);
      reports.tell(surroundings, report::json, report::lines);
      return report.exitCode();
    }
  }
}
