package org.stylestream.service.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.EpsilonForm;
import org.stylestream.compute.optimizer.GradientDescentSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.preset.InitialImage;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import picocli.CommandLine.Option;

/** How a preset's losses are minimised: size, iterations, optimiser, start. */
final class RunOptions {
  /** A noise that leaves nothing of the content image, as strong as Gatys' preset has it. */
  private static final double NOISE_SIGMA = 64;

  /** A step that moves a pixel by about five grey levels at first, as in TensorFlow's presets. */
  private static final double ADAM_RATE = 5.0 / 255;

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

  long seed() {
    return seed;
  }

  /** The picture to start from, where one is named. */
  Optional<Path> initialFile() {
    return initial
        .filter(text -> !List.of("content", "style", "noise").contains(text))
        .map(text -> BadInputException.refusing(() -> Path.of(text)));
  }

  /** The preset with these changes. */
  StylePreset apply(StylePreset preset) {
    return BadInputException.refusing(
        () ->
            new PresetOverrides(
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    changedOptimizer(preset),
                    initial.map(text -> initialImage(text, preset)),
                    size.map(SizeRule::parse),
                    iterations.map(OptionalInt::of).orElse(OptionalInt.empty()))
                .apply(preset));
  }

  private static InitialImage initialImage(String text, StylePreset preset) {
    return switch (text) {
      case "content" -> new InitialImage.Content();
      case "style" -> new InitialImage.Style();
      case "noise" ->
          preset.initial() instanceof InitialImage.Noise noise
              ? noise
              : new InitialImage.Noise(NOISE_SIGMA);
      default -> new InitialImage.Given();
    };
  }

  private Optional<OptimizerSettings> changedOptimizer(StylePreset preset) {
    if (optimizer.isEmpty() && learningRate.isEmpty() && lbfgsMemory.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(tuned(chosen(preset)));
  }

  private OptimizerSettings chosen(StylePreset preset) {
    OptimizerSettings own = preset.optimizer();
    if (optimizer.isEmpty()) {
      return own;
    }
    return switch (optimizer.get()) {
      case "lbfgs" -> own instanceof LbfgsSettings ? own : LbfgsSettings.DEFAULT;
      case "adam" -> own instanceof AdamSettings ? own : adam(preset.pixelRange());
      case "gradient-descent" -> descent(own);
      default ->
          throw new BadInputException(
              "there is no optimizer '%s'; there are lbfgs, adam and gradient-descent"
                  .formatted(optimizer.get()));
    };
  }

  private static AdamSettings adam(double pixelRange) {
    return new AdamSettings(ADAM_RATE * pixelRange, 0.99, 0.999, 1e-8, EpsilonForm.PAPER);
  }

  private OptimizerSettings descent(OptimizerSettings own) {
    if (own instanceof GradientDescentSettings) {
      return own;
    }
    if (learningRate.isEmpty()) {
      throw new BadInputException(
          "--optimizer gradient-descent needs a --learning-rate with this preset: the right one"
              + " depends on the weights of the losses");
    }
    return new GradientDescentSettings(learningRate.get(), 1, 1);
  }

  private OptimizerSettings tuned(OptimizerSettings settings) {
    if (settings instanceof LbfgsSettings lbfgs) {
      if (learningRate.isPresent()) {
        throw new BadInputException(
            "--learning-rate has no meaning for lbfgs, which finds its own steps; use it with"
                + " --optimizer adam or gradient-descent");
      }
      return new LbfgsSettings(lbfgsMemory.orElse(lbfgs.memory()), lbfgs.firstMove());
    }
    if (lbfgsMemory.isPresent()) {
      throw new BadInputException("--lbfgs-memory has a meaning only with --optimizer lbfgs");
    }
    if (settings instanceof AdamSettings adam) {
      return new AdamSettings(
          learningRate.orElse(adam.learningRate()),
          adam.beta1(),
          adam.beta2(),
          adam.epsilon(),
          adam.form());
    }
    GradientDescentSettings descent = (GradientDescentSettings) settings;
    return new GradientDescentSettings(
        learningRate.orElse(descent.learningRate()), descent.decayRate(), descent.decaySteps());
  }
}
