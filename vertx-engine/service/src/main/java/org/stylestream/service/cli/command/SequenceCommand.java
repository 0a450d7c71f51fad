package org.stylestream.service.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.ColourOption;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.cli.option.ReportOptions;
import org.stylestream.service.cli.option.RunOptions;
import org.stylestream.service.cli.option.SequenceOptions;
import org.stylestream.service.cli.option.StyleOptions;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.SequenceFiles;
import org.stylestream.service.cli.run.SequenceReport;
import org.stylestream.service.cli.run.SequenceRun;
import org.stylestream.service.cli.run.Workplace;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.picture.PictureSequence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Paints the frames of a sequence. */
@Command(
    name = "sequence",
    sortOptions = false,
    description = {
      "Paints the frames of a sequence in the manner of the style pictures. Each starts from the last"
          + " result, moved along with what moves in the frames, and what stands still stays still.",
      "Given again, the command goes on with the frames that aren't there yet."
    },
    footer = {
      "",
      "For example: stylestream sequence frames/ painting.jpg -o painted/",
      "             stylestream sequence clip.gif painting.jpg -o painted.gif"
    })
public final class SequenceCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      index = "0",
      paramLabel = "FRAMES",
      description =
          "A folder of pictures, in the order of their names, a TIFF of several pages, or an animated"
              + " GIF.")
  private Path frames;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "STYLE",
      description = "The picture whose manner they get; several are blended.")
  private List<Path> styles;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER|FILE.tif|FILE.gif",
      description = "Where the frames go: a folder of PNG files, a TIFF stack, or an animation.")
  private Path output;

  @Mixin private SequenceOptions sequenceOptions;
  @Mixin private StyleOptions styleOptions;
  @Mixin private ColourOption colour;
  @Mixin private PresetOptions presetOptions;
  @Mixin private RunOptions runOptions;
  @Mixin private WorkplaceOptions workplaceOptions;
  @Mixin private ReportOptions reportOptions;
  @Mixin private ClusterSettings cluster;

  public SequenceCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    PresetChanges changes = runOptions.changes(presetOptions);
    StylePreset preset = presetOptions.apply(changes);
    double temporalWeight = sequenceOptions.temporalWeight(preset);
    checkPaths();
    SequenceFiles files = SequenceFiles.of(output);
    SequenceRun.Pictures pictures =
        new SequenceRun.Pictures(
            BadInputException.refusing(() -> PictureSequence.open(frames)),
            styleOptions.read(styles),
            runOptions.initialFile().map(InputPictures::read));
    SequenceRun.Wish wish =
        new SequenceRun.Wish(
            new JobDraft.Wish(
                ModelStore.AUTO, preset, changes, colour.control(), runOptions.seed()),
            temporalWeight,
            sequenceOptions.nextIterations(preset));
    Progress progress = reportOptions.progress(surroundings);
    try (Workplace workplace = workplaceOptions.open(surroundings, cluster, progress)) {
      SequenceReport report =
          new SequenceRun(workplace, files, surroundings.cancellation(), progress)
              .run(wish, pictures);
      reportOptions.tell(surroundings, report::json, report::lines);
      return report.exitCode();
    }
  }

  private void checkPaths() {
    DistinctPaths paths = new DistinctPaths();
    paths.addInput("the frames", frames);
    styles.forEach(style -> paths.addInput("a style picture", style));
    styleOptions.addTo(paths);
    Optional<Path> initial = runOptions.initialFile();
    initial.ifPresent(file -> paths.addInput("--init", file));
    paths.add("-o", output);
    Path parent = output.toAbsolutePath().normalize().getParent();
    if (frames.toAbsolutePath().normalize().equals(parent) && !Files.isDirectory(output)) {
      throw new BadInputException(
          "%s would be among the frames; write it beside the folder %s".formatted(output, frames));
    }
  }
}
