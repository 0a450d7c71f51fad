package org.stylestream.service.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.service.cli.compare.ComparedNetworks;
import org.stylestream.service.cli.compare.Comparison;
import org.stylestream.service.cli.compare.ComparisonReport;
import org.stylestream.service.cli.compare.Contender;
import org.stylestream.service.cli.option.DeviceChoice;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.NetworkOptions;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.option.RunOptions;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.picture.ContactSheet;
import org.stylestream.service.picture.OutputCheck;
import org.stylestream.service.picture.Picture;
import org.stylestream.service.picture.PictureException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows two networks' pictures of the same job side by side. */
@Command(
    name = "compare",
    sortOptions = false,
    description = {
      "Makes the same picture with vgg19 and with vgg19-lite, measures both with vgg19, and puts"
          + " them side by side: what the small network is worth."
    },
    footer = {"", "For example: stylestream compare photo.jpg painting.jpg -o comparison.png"})
public final class CompareCommand implements Callable<Integer> {
  private static final int COLUMNS = 2;

  private final Surroundings surroundings;

  @Parameters(index = "0", paramLabel = "CONTENT", description = "The picture to paint.")
  private Path content;

  @Parameters(index = "1", paramLabel = "STYLE", description = "The picture whose manner it gets.")
  private Path style;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "comparison.png",
      description =
          "The picture to write: .png, .jpg or .tif. A file that is there is replaced. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path output;

  @Mixin private PresetOptions presetOptions;
  @Mixin private RunOptions runOptions;
  @Mixin private ComparedNetworks networks;
  @Mixin private DeviceChoice deviceChoice;

  @Mixin private ReportOptions reportOptions;

  public CompareCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PresetChanges changes = runOptions.changes(presetOptions);
    StylePreset preset = presetOptions.apply(changes);
    checkPaths();
    InputPictures pictures = InputPictures.read(content, style, runOptions.initialFile());
    StyleTransferJob job =
        new StyleTransferJob(
            pictures.content().image(),
            pictures.styleImages(),
            preset,
            pictures.initial().map(Picture::image),
            runOptions.seed());
    JobDraft draft =
        JobDraft.of(
            new JobDraft.Wish(
                ModelStore.AUTO, preset, changes, Optional.empty(), runOptions.seed()),
            pictures);
    Progress progress = reportOptions.progress(surroundings);
    try (DeviceChain devices = deviceChoice.open()) {
      Device device = devices.first();
      List<NetworkOptions.Found> found =
          List.of(
              networks.reference(surroundings, progress), networks.other(surroundings, progress));
      List<String> notes = notes(pictures, found);
      notes.forEach(progress::say);
      List<Contender> contenders =
          new Comparison(device, job, draft, progress, surroundings.cancellation()).of(found);
      ComparisonReport report =
          new ComparisonReport(
              device.description(),
              preset.id(),
              StyleTransfer.size(job),
              job.seed(),
              contenders,
              output,
              notes);
      draw(pictures, report);
      reportOptions.tell(surroundings, report::json, report::lines);
      return report.exitCode();
    }
  }

  private void checkPaths() {
    DistinctPaths paths = new DistinctPaths();
    paths.addInput("the content picture", content);
    paths.addInput("the style picture", style);
    runOptions.initialFile().ifPresent(file -> paths.addInput("--init", file));
    paths.add("-o", output);
    BadInputException.refusing(
        () -> {
          OutputCheck.picture(output);
          return output;
        });
  }

  private static List<String> notes(InputPictures pictures, List<NetworkOptions.Found> networks) {
    List<String> notes = new ArrayList<>(pictures.notes());
    networks.forEach(network -> network.load().note().ifPresent(notes::add));
    return notes;
  }

  private void draw(InputPictures pictures, ComparisonReport report) {
    List<ContactSheet.Entry> entries = new ArrayList<>();
    entries.add(entry(pictures.content(), content));
    entries.add(entry(pictures.styles().get(0).picture(), style));
    for (Contender made : report.contenders()) {
      entries.add(new ContactSheet.Entry(made.image(), ComparisonReport.caption(made)));
    }
    SizeRule.Size size = report.size();
    String description =
        "%s, preset %s, %d×%d, seed %d"
            .formatted(
                ProgramVersion.title(),
                report.preset(),
                size.width(),
                size.height(),
                report.seed());
    try {
      ContactSheet.write(entries, COLUMNS, size.height(), description, output);
    } catch (PictureException e) {
      throw new RunFailedException(e.getMessage(), e);
    }
  }

  private static ContactSheet.Entry entry(Picture picture, Path file) {
    return new ContactSheet.Entry(picture.image(), List.of(String.valueOf(file.getFileName())));
  }
}
