package org.stylestream.service.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.service.cli.batch.BatchPlan;
import org.stylestream.service.cli.batch.BatchReport;
import org.stylestream.service.cli.batch.BatchRun;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.ColourOption;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.option.RunOptions;
import org.stylestream.service.cli.option.StyleOptions;
import org.stylestream.service.cli.option.StylePicture;
import org.stylestream.service.cli.option.SubmissionOptions;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.run.ClusterSubmission;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.JobRecorder;
import org.stylestream.service.cli.run.JobSubject;
import org.stylestream.service.cli.run.PictureFiles;
import org.stylestream.service.cli.run.PictureRun;
import org.stylestream.service.cli.run.RunReport;
import org.stylestream.service.cli.run.UnsentCheckpoints;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.picture.Picture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has the engines of a cluster make stylised pictures. */
@Command(
    name = "submit",
    sortOptions = false,
    description = {
      "Has an engine of the cluster paint the content picture in the manner of the style pictures,"
          + " and writes what it makes as stylize does.",
      "Ctrl-C cancels the job; its picture so far is written."
    },
    footer = {
      "",
      "For example: stylestream submit photo.jpg painting.jpg -o result.png",
      "             stylestream submit --batch 'frames/*.png' painting.jpg -o painted/"
    })
public final class SubmitCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      arity = "0..*",
      paramLabel = "PICTURE",
      description =
          "CONTENT STYLE …, or with --batch STYLE …: the picture to paint, and those whose"
              + " manner it gets.")
  private List<Path> pictures = List.of();

  @Mixin private OutputOptions outputOptions;

  @Option(
      names = "--batch",
      paramLabel = "PATTERN",
      description =
          "Paint many: all files that are like this, as 'frames/*.png' (in quotes), into the folder"
              + " -o, spread over all engines. What is there already of the same pictures and"
              + " options is left out; what fails is tried once more.")
  private Optional<String> batch;

  @Option(
      names = "--attach",
      paramLabel = "ID",
      description = "Take up a job that was submitted before, and write what it makes.")
  private Optional<String> attach;

  @Mixin private SubmissionOptions submission;
  @Mixin private PresetOptions presetOptions;
  @Mixin private RunOptions runOptions;

  @Mixin private StyleOptions styleOptions;
  @Mixin private ColourOption colour;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      defaultValue = ModelStore.AUTO,
      description =
          "vgg19, vgg19-lite, or another that an engine has; auto takes vgg19 where the engine has"
              + " it. Default: ${DEFAULT-VALUE}.")
  private String network;

  @Option(
      names = "--device",
      paramLabel = "ID",
      description =
          "The only device that it may run on, as 'stylestream engines' lists them. Default: any.")
  private Optional<String> device;

  @Mixin private ClusterSettings cluster;

  @Mixin private ReportOptions reportOptions;

  public SubmitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    check();
    if (attach.isPresent()) {
      return attach(attach.get());
    }
    PresetChanges changes = runOptions.changes(presetOptions);
    StylePreset preset = presetOptions.apply(changes);
    JobDraft.Wish wish =
        new JobDraft.Wish(network, preset, changes, colour.control(), runOptions.seed());
    if (batch.isPresent()) {
      return batch(wish, batch.get());
    }
    return single(wish);
  }

  private void check() {
    boolean own = submission.detach() || submission.id().isPresent();
    refuse(
        batch.isPresent() && (own || attach.isPresent()),
        "--batch submits many jobs and waits for them; leave out --detach, --attach and --id");
    refuse(
        attach.isPresent() && (own || !pictures.isEmpty()),
        "--attach takes up a job that has its pictures; leave out pictures, --id and --detach");
    refuse(
        attach.isEmpty() && pictures.size() < (batch.isPresent() ? 1 : 2),
        "missing %s; 'stylestream help submit' explains"
            .formatted(pictures.isEmpty() && batch.isEmpty() ? "CONTENT and STYLE" : "STYLE"));
    refuse(
        !network.matches(Identifier.PATTERN),
        "'%s' is no name of a network; 'stylestream engines' lists those that engines have"
            .formatted(network));
    submission.check();
  }

  private static void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw new BadInputException(sentence);
    }
  }

  private int single(JobDraft.Wish wish) {
    DistinctPaths paths = inputPaths();
    if (!submission.detach()) {
      outputOptions.check(paths);
    }
    JobDraft draft =
        JobDraft.of(
            wish,
            InputPictures.read(
                pictures.get(0),
                pictures.subList(1, pictures.size()),
                styleOptions,
                runOptions.initialFile()));
    return submission.detach()
        ? new DetachedJob(
                ClusterSubmission.of(draft, outputOptions, submission, device, Optional.empty()))
            .submit(surroundings, cluster, reportOptions)
        : submit(draft);
  }

  private int submit(JobDraft draft) {
    PictureFiles files = PictureFiles.of(outputOptions, draft);
    JobSubmission job =
        ClusterSubmission.of(draft, outputOptions, submission, device, files.checkpoint());
    JobRecorder recorder =
        files.recorder(
            JobSubject.of(job.jobId(), false, draft),
            reportOptions.progress(surroundings),
            UnsentCheckpoints.ELSEWHERE);
    try (ClusterSession session = ClusterSession.join(cluster)) {
      return tell(run(session, recorder).submit(job));
    }
  }

  private DistinctPaths inputPaths() {
    DistinctPaths paths = new DistinctPaths();
    paths.addInput("the content picture", pictures.get(0));
    pictures.stream().skip(1).forEach(style -> paths.addInput("a style picture", style));
    styleOptions.addTo(paths);
    runOptions.initialFile().ifPresent(file -> paths.addInput("--init", file));
    return paths;
  }

  private PictureRun run(ClusterSession session, JobRecorder recorder) {
    return new PictureRun(
        session.client(),
        recorder,
        surroundings.cancellation(),
        PictureRun.WhenStopped.of(submission));
  }

  private int attach(String jobId) {
    outputOptions.check(new DistinctPaths());
    OutputOptions.Outputs outputs = outputOptions.outputs(0, 0);
    JobRecorder recorder =
        JobRecorder.of(
            JobSubject.unknown(jobId),
            outputs,
            new TreeMap<>(),
            reportOptions.progress(surroundings),
            UnsentCheckpoints.ELSEWHERE);
    try (ClusterSession session = ClusterSession.join(cluster)) {
      return tell(run(session, recorder).attach(jobId));
    }
  }

  private int batch(JobDraft.Wish wish, String pattern) {
    DistinctPaths inputs = new DistinctPaths();
    pictures.forEach(style -> inputs.addInput("a style picture", style));
    styleOptions.addTo(inputs);
    runOptions.initialFile().ifPresent(file -> inputs.addInput("--init", file));
    List<StylePicture> styles = styleOptions.read(pictures);
    Optional<Picture> initial = runOptions.initialFile().map(InputPictures::read);
    BatchPlan plan =
        BatchPlan.of(
            pattern,
            inputs,
            outputOptions,
            content ->
                JobDraft.of(wish, new InputPictures(InputPictures.read(content), styles, initial)));
    BatchRun run =
        new BatchRun(surroundings, plan, submission.priority(), device, reportOptions.quiet());
    try (ClusterSession session = ClusterSession.join(cluster)) {
      BatchReport report = run.on(session);
      reportOptions.tell(surroundings, report::json, report::lines);
      return report.exitCode();
    }
  }

  private int tell(RunReport report) {
    reportOptions.tell(surroundings, report::json, report::lines);
    return report.exitCode();
  }
}
