package org.stylestream.service.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Priority;
import org.stylestream.service.cli.option.DeviceChoice;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.NetworkOptions;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.cli.option.RunOptions;
import org.stylestream.service.cli.run.FrameLog;
import org.stylestream.service.cli.run.JobCheck;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.JobRecorder;
import org.stylestream.service.cli.run.JobSubject;
import org.stylestream.service.cli.run.LocalEngine;
import org.stylestream.service.cli.run.PictureRun;
import org.stylestream.service.cli.run.ResumeCheck;
import org.stylestream.service.cli.run.RunReport;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.job.NetworkCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a stylised picture. */
@Command(
    name = "stylize",
    sortOptions = false,
    description = "Paints the content picture in the manner of the style pictures.",
    footer = {"", "For example: stylestream stylize photo.jpg painting.jpg -o result.png"})
public final class StylizeCommand implements Callable<Integer> {
  /** The only job of an engine that has no other. */
  private static final String JOB_ID = "stylize";

  private final Surroundings surroundings;

  @Parameters(index = "0", paramLabel = "CONTENT", description = "The picture to paint.")
  private Path content;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "STYLE",
      description = "The picture whose manner it gets; several are blended.")
  private List<Path> styles;

  @Mixin private OutputOptions outputOptions;
  @Mixin private PresetOptions presetOptions;
  @Mixin private RunOptions runOptions;

  @Option(
      names = "--style-blend",
      paramLabel = "W",
      split = ",",
      description = "Weights of several styles, for example 2,1. Default: all alike.")
  private List<Double> blend = List.of();

  @Mixin private NetworkOptions networkOptions;
  @Mixin private DeviceChoice deviceChoice;

  @Option(names = "--json", description = "End with one line of JSON on standard output.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress and no notes.")
  private boolean quiet;

  public StylizeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PresetChanges changes = runOptions.changes(presetOptions);
    StylePreset preset = presetOptions.apply(changes);
    outputOptions.check(inputPaths());
    JobDraft draft = draft(preset, changes);
    Progress progress = Progress.in(surroundings, quiet);
    try (Device device = deviceChoice.open()) {
      NetworkOptions.Found network = networkOptions.find(surroundings, progress);
      RunReport report = run(draft.on(network.name()), network.networks(), device, progress);
      tell(report);
      return report.exitCode();
    }
  }

  private JobDraft draft(StylePreset preset, PresetChanges changes) {
    return JobDraft.of(
        new JobDraft.Wish(ModelStore.AUTO, preset, changes, runOptions.seed()),
        InputPictures.read(content, styles, blend, runOptions.initialFile()));
  }

  private RunReport run(
      JobDraft draft, NetworkCatalogue networks, Device device, Progress progress) {
    OutputOptions.Outputs outputs =
        outputOptions.outputs(draft.contentBits(), draft.preset().keepEvery());
    Delivery delivery =
        outputOptions.delivery(
            draft.preset().keepEvery(), outputOptions.checkpoints(), true, ClientLoss.CONTINUE);
    JobCheck.require(draft, delivery, networks, device);
    Optional<ResumeCheck> resumed = outputs.resume().map(file -> ResumeCheck.read(file, draft));
    FrameLog.requireUpTo(outputs, resumed.map(ResumeCheck::iteration).orElse(-1));
    JobRecorder recorder =
        JobRecorder.of(
            JobSubject.of(JOB_ID, true, draft),
            outputs,
            resumed.map(ResumeCheck::losses).orElseGet(TreeMap::new),
            progress);
    JobSubmission job =
        new JobSubmission(
            JOB_ID,
            Priority.NORMAL,
            draft.request(),
            delivery,
            draft.images(),
            resumed.map(ResumeCheck::file),
            JobSubmission.OnEngineLoss.FAIL);
    try (LocalEngine engine = LocalEngine.start(device, networks)) {
      return new PictureRun(
              engine.client(),
              recorder,
              surroundings.cancellation(),
              PictureRun.WhenStopped.CANCEL_ONCE_BEGUN)
          .submit(job);
    }
  }

  private DistinctPaths inputPaths() {
    DistinctPaths paths = new DistinctPaths();
    paths.addInput("the content picture", content);
    styles.forEach(style -> paths.addInput("a style picture", style));
    runOptions.initialFile().ifPresent(file -> paths.addInput("--init", file));
    return paths;
  }

  private void tell(RunReport report) {
    if (json) {
      surroundings.out().println(report.json());
    } else if (!quiet) {
      report.lines().forEach(surroundings.out()::println);
    }
  }
}
