package org.stylestream.service.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.transfer.StyleTransferJob;
import org.stylestream.service.picture.Picture;
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
final class StylizeCommand implements Callable<Integer> {
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

  StylizeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    StylePreset preset = runOptions.apply(presetOptions.changed());
    outputOptions.check(inputPaths());
    InputPictures pictures = InputPictures.read(content, styles, blend, runOptions.initialFile());
    OutputOptions.Outputs outputs =
        outputOptions.outputs(pictures.content().source().bitsPerChannel(), preset.keepEvery());
    StyleTransferJob job =
        new StyleTransferJob(
            pictures.content().image(),
            pictures.weightedStyles(),
            preset,
            pictures.initial().map(Picture::image),
            runOptions.seed());
    Progress progress = Progress.in(surroundings, quiet);
    try (Device device = deviceChoice.open()) {
      NetworkOptions.Loaded network = networkOptions.load(surroundings, progress);
      JobCheck.require(device, network.weights(), job);
      RunReport report =
          new Stylization(
                  device, network, job, pictures, outputs, progress, surroundings.cancellation())
              .run();
      tell(report);
      return report.exitCode();
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
