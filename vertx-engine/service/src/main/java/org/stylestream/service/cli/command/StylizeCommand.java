package org.stylestream.service.cli.command;

import java.util.concurrent.Callable;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Priority;
import org.stylestream.service.cli.option.ColourOption;
import org.stylestream.service.cli.option.DeviceChoice;
import org.stylestream.service.cli.option.NetworkOptions;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.option.RunOptions;
import org.stylestream.service.cli.option.StyledPictures;
import org.stylestream.service.cli.run.JobCheck;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.JobRecorder;
import org.stylestream.service.cli.run.JobSubject;
import org.stylestream.service.cli.run.LocalEngine;
import org.stylestream.service.cli.run.PictureFiles;
import org.stylestream.service.cli.run.PictureRun;
import org.stylestream.service.cli.run.RunReport;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.job.NetworkCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Mixin private StyledPictures pictures;
  @Mixin private ColourOption colour;
  @Mixin private OutputOptions outputOptions;
  @Mixin private PresetOptions presetOptions;
  @Mixin private RunOptions runOptions;

  @Mixin private NetworkOptions networkOptions;
  @Mixin private DeviceChoice deviceChoice;

  @Mixin private ReportOptions reportOptions;

  public StylizeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PresetChanges changes = runOptions.changes(presetOptions);
    StylePreset preset = presetOptions.apply(changes);
    outputOptions.check(inputPaths());
    JobDraft draft = draft(preset, changes);
    Progress progress = reportOptions.progress(surroundings);
    try (DeviceChain devices = deviceChoice.open()) {
      NetworkOptions.Found network = networkOptions.find(surroundings, progress);
      RunReport report = run(draft.on(network.name()), network.networks(), devices, progress);
      reportOptions.tell(surroundings, report::json, report::lines);
      return report.exitCode();
    }
  }

  private JobDraft draft(StylePreset preset, PresetChanges changes) {
    return JobDraft.of(
        new JobDraft.Wish(ModelStore.AUTO, preset, changes, colour.control(), runOptions.seed()),
        pictures.read(runOptions.initialFile()));
  }

  private RunReport run(
      JobDraft draft, NetworkCatalogue networks, DeviceChain devices, Progress progress) {
    Delivery delivery =
        outputOptions.delivery(
            draft.optimization().keepEvery(),
            outputOptions.checkpoints(),
            true,
            ClientLoss.CONTINUE);
    JobCheck.require(draft, delivery, networks, devices);
    PictureFiles files = PictureFiles.of(outputOptions, draft);
    JobSubmission job =
        new JobSubmission(
            JOB_ID,
            Priority.NORMAL,
            draft.request(),
            delivery,
            draft.images(),
            files.checkpoint(),
            JobSubmission.OnEngineLoss.FAIL);
    try (LocalEngine engine = LocalEngine.start(devices, networks)) {
      JobRecorder recorder =
          files.recorder(JobSubject.of(JOB_ID, true, draft), progress, engine.checkpoints());
      return new PictureRun(
              engine.client(),
              recorder,
              surroundings.cancellation(),
              PictureRun.WhenStopped.CANCEL_ONCE_BEGUN)
          .submit(job);
    }
  }

  private DistinctPaths inputPaths() {
    DistinctPaths paths = pictures.paths();
    runOptions.initialFile().ifPresent(file -> paths.addInput("--init", file));
    return paths;
  }
}
