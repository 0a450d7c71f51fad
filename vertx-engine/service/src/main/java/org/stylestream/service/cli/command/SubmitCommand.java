package org.stylestream.service.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Priority;
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
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.JobFailures;
import org.stylestream.service.cli.run.JobRecorder;
import org.stylestream.service.cli.run.JobSubject;
import org.stylestream.service.cli.run.PictureFiles;
import org.stylestream.service.cli.run.PictureRun;
import org.stylestream.service.cli.run.RunReport;
import org.stylestream.service.cli.run.UnsentCheckpoints;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.UploadSource;
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
  /** Iterations between the checkpoints that an engine keeps to itself. */
  private static final int CHECKPOINT_EVERY = 20;

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

  @Option(names = "--detach", description = "Print the job's id and don't wait for it.")
  private boolean detach;

  @Option(
      names = "--attach",
      paramLabel = "ID",
      description = "Take up a job that was submitted before, and write what it makes.")
  private Optional<String> attach;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description =
          "The job's id, unique. Submitted again, it is the same job. Default: a new one.")
  private Optional<String> id;

  @Option(
      names = "--priority",
      paramLabel = "high|normal|low",
      defaultValue = "normal",
      description = "Which jobs go first. Default: ${DEFAULT-VALUE}.")
  private String priority;

  @Option(
      names = "--on-loss",
      paramLabel = "cancel|continue",
      defaultValue = "cancel",
      description =
          "What becomes of the job when this program is gone; with continue, Ctrl-C leaves it"
              + " running. Default: ${DEFAULT-VALUE}.")
  private String onLoss;

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
    refuse(
        batch.isPresent() && (detach || attach.isPresent() || id.isPresent()),
        "--batch submits many jobs and waits for them; leave out --detach, --attach and --id");
    refuse(
        attach.isPresent() && (detach || id.isPresent() || !pictures.isEmpty()),
        "--attach takes up a job that has its pictures; leave out pictures, --id and --detach");
    refuse(
        attach.isEmpty() && pictures.size() < (batch.isPresent() ? 1 : 2),
        "missing %s; 'stylestream help submit' explains"
            .formatted(pictures.isEmpty() && batch.isEmpty() ? "CONTENT and STYLE" : "STYLE"));
    refuse(
        !id.orElse("x").matches(Identifier.PATTERN),
        "'%s' is no id for a job; make it of %s".formatted(id.orElse(""), Identifier.WORDS));
    refuse(
        !network.matches(Identifier.PATTERN),
        "'%s' is no name of a network; 'stylestream engines' lists those that engines have"
            .formatted(network));
    priority();
    clientLoss();
  }

  private static void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw new BadInputException(sentence);
    }
  }

  private Priority priority() {
    return constant("--priority", priority, Priority.values());
  }

  private ClientLoss clientLoss() {
    return constant("--on-loss", onLoss, ClientLoss.values());
  }

  private static <E extends Enum<E>> E constant(String option, String text, E[] constants) {
    for (E constant : constants) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw new BadInputException(
        "%s is '%s'; it must be one of %s"
            .formatted(
                option,
                text,
                List.of(constants).stream()
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }

  private int single(JobDraft.Wish wish) {
    DistinctPaths paths = inputPaths();
    if (!detach) {
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
    return detach ? submitOnly(draft) : submit(draft);
  }

  private int submit(JobDraft draft) {
    PictureFiles files = PictureFiles.of(outputOptions, draft);
    JobSubmission job = submission(draft, clientLoss(), files.checkpoint());
    JobRecorder recorder =
        files.recorder(
            JobSubject.of(job.jobId(), false, draft),
            reportOptions.progress(surroundings),
            UnsentCheckpoints.ELSEWHERE);
    try (ClusterSession session = ClusterSession.join(cluster)) {
      return tell(run(session, recorder).submit(job));
    }
  }

  private JobSubmission submission(
      JobDraft draft, ClientLoss onClientLoss, Optional<UploadSource> checkpoint) {
    // Checkpoints are larger than pictures by far: they are only sent where they are asked for.
    boolean checkpoints = outputOptions.checkpoints() > 0;
    return new JobSubmission(
        id.orElseGet(() -> UUID.randomUUID().toString()),
        priority(),
        draft.request(),
        outputOptions.delivery(
            draft.optimization().keepEvery(),
            checkpoints ? outputOptions.checkpoints() : CHECKPOINT_EVERY,
            checkpoints,
            onClientLoss),
        draft.images(),
        checkpoint,
        device,
        JobSubmission.OnEngineLoss.RESUBMIT);
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
        clientLoss() == ClientLoss.CONTINUE
            ? PictureRun.WhenStopped.DETACH
            : PictureRun.WhenStopped.CANCEL);
  }

  private int submitOnly(JobDraft draft) {
    JobSubmission job = submission(draft, ClientLoss.CONTINUE, Optional.empty());
    try (ClusterSession session = ClusterSession.join(cluster)) {
      JobHandle handle =
          Waiting.until(
              session.client().submit(job, (sequence, event, frame) -> {}),
              surroundings.cancellation(),
              SubmitCommand::giveUp,
              JobFailures::explained);
      Waiting.until(handle.detach(), JobFailures::explained);
      tell(handle);
    }
    return ExitCode.DONE;
  }

  private static void giveUp() {
    throw new CancelledException();
  }

  private void tell(JobHandle handle) {
    surroundings
        .out()
        .println(
            reportOptions.json()
                ? JsonLine.of(
                    line -> {
                      line.writeStringField("job", handle.jobId());
                      line.writeStringField("engine", handle.engineId());
                    })
                : handle.jobId());
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
    BatchRun run =
        new BatchRun(
            surroundings,
            BatchPlan.of(
                pattern, pictures, styleOptions, runOptions.initialFile(), wish, outputOptions),
            priority(),
            device,
            reportOptions.quiet());
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
