package org.stylestream.service.cli.option;

import java.util.Optional;
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.service.cli.terminal.BadInputException;
import picocli.CommandLine.Option;

/** Another optimiser than the preset's. */
public final class OptimizerOptions {
  @Option(
      names = "--optimizer",
      paramLabel = "lbfgs|adam|gradient-descent",
      description = "What minimises the loss.")
  private Optional<String> optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "A",
      description = "Of adam or gradient-descent, on the preset's scale of pixels.")
  private Optional<Double> learningRate;

  @Option(
      names = "--lbfgs-memory",
      paramLabel = "N",
      description = "Correction pairs that lbfgs keeps; each takes two images of memory.")
  private Optional<Integer> lbfgsMemory;

  /** What is changed of the optimiser. */
  public Optional<OptimizerChange> change() {
    if (optimizer.isEmpty() && learningRate.isEmpty() && lbfgsMemory.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OptimizerChange(optimizer.map(OptimizerOptions::kind), learningRate, lbfgsMemory));
  }

  private static OptimizerChange.Kind kind(String text) {
    return switch (text) {
      case "lbfgs" -> OptimizerChange.Kind.LBFGS;
      case "adam" -> OptimizerChange.Kind.ADAM;
      case "gradient-descent" -> OptimizerChange.Kind.GRADIENT_DESCENT;
      default ->
          throw new BadInputException(
              "there is no optimizer '%s'; there are lbfgs, adam and gradient-descent"
                  .formatted(text));
    };
  }
}
