package org.stylestream.service.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Start;
import org.stylestream.service.cli.terminal.BadInputException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a preset's losses are minimised: size, iterations, optimiser, start. */
public final class RunOptions {
  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description =
          "512 (long side), s512 (short side), h400 (height), w600 (width), 640x480 or native."
              + " Default of this and the following: the preset's.")
  private Optional<String> size;

  @Option(names = "--iterations", paramLabel = "N", description = "Of all stages together.")
  private Optional<Integer> iterations;

  @Option(
      names = "--scales",
      paramLabel = "N",
      description =
          "Make the picture at N sizes, each twice the one before; 1 makes it at its size alone."
              + " Default: the preset's, and one more for each doubling of a large size.")
  private Optional<Integer> scales;

  @Mixin private OptimizerOptions optimizer;

  @Option(
      names = "--init",
      paramLabel = "content|style|noise|FILE",
      description = "What the run starts from.")
  private Optional<String> initial;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Of the noise: the same seed gives the same picture. Default: ${DEFAULT-VALUE}.")
  private long seed;

  public long seed() {
    return seed;
  }

  /** The picture to start from, where one is named. */
  public Optional<Path> initialFile() {
    return initial
        .filter(text -> !List.of("content", "style", "noise").contains(text))
        .map(text -> BadInputException.refusing(() -> Path.of(text)));
  }

  /** What is changed of the losses, and these. */
  public PresetChanges changes(PresetOptions preset) {
    PresetChanges losses =
        preset.changes(size.map(text -> BadInputException.refusing(() -> SizeRule.parse(text))));
    return new PresetChanges(
        losses.contentWeight(),
        losses.styleWeight(),
        losses.variationWeight(),
        losses.contentLayers(),
        losses.styleLayers(),
        losses.styleLayerWeights(),
        losses.pooling(),
        optimizer.change(),
        initial.map(RunOptions::start),
        losses.size(),
        iterations,
        scales);
  }

  private static Start start(String text) {
    return switch (text) {
      case "content" -> Start.CONTENT;
      case "style" -> Start.STYLE;
      case "noise" -> Start.NOISE;
      default -> Start.IMAGE;
    };
  }
}
