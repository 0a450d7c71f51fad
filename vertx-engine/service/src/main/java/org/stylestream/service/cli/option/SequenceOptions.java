package org.stylestream.service.cli.option;

import java.util.Optional;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.transfer.FrameDefaults;
import org.stylestream.service.cli.terminal.BadInputException;
import picocli.CommandLine.Option;

/** How the frames of a sequence follow each other. */
public final class SequenceOptions {
  @Option(
      names = "--temporal-weight",
      paramLabel = "W",
      description =
          "How strongly what stands still, or moves, stays as it was painted, relative to the content"
              + " loss; 0 for not at all. Default: "
              + FrameDefaults.TEMPORAL_WEIGHT
              + ".")
  private Optional<Double> temporalWeight;

  @Option(
      names = "--next-iterations",
      paramLabel = "N",
      description =
          "Of each frame but the first, for which --iterations is. Default: half of the first's.")
  private Optional<Integer> nextIterations;

  /**
   * The weight of the temporal loss.
   *
   * @throws BadInputException if it can't be
   */
  public double temporalWeight(StylePreset preset) {
    double weight = temporalWeight.orElse(FrameDefaults.TEMPORAL_WEIGHT);
    if (!(weight == 0 || weight >= 1e-6 && weight <= 1e12)) {
      throw new BadInputException(
          "--temporal-weight is %s; it must be 0, or from 1e-6 to 1e12".formatted(weight));
    }
    if (weight > 0 && preset.content().weight() == 0) {
      throw new BadInputException(
          "--temporal-weight is relative to the content weight, which is 0; give --temporal-weight 0"
              + " or a --content-weight above 0");
    }
    return weight;
  }

  /**
   * Iterations of each frame but the first.
   *
   * @throws BadInputException if there are none
   */
  public int nextIterations(StylePreset preset) {
    int iterations =
        nextIterations.orElseGet(() -> FrameDefaults.nextIterations(preset.iterations()));
    if (iterations < 1) {
      throw new BadInputException(
          "--next-iterations is %d; it must be at least 1".formatted(iterations));
    }
    return iterations;
  }
}
