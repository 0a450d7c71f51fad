package org.stylestream.service.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.EpsilonForm;
import org.stylestream.compute.optimizer.GradientDescentSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.preset.InitialImage;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Scales;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.Stages;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Start;

/** Applies a request's changes to a preset. */
public final class PresetChangesMapping {
  /** A noise that leaves nothing of the content image, as strong as Gatys' preset has it. */
  private static final double NOISE_SIGMA = 64;

  /** A step that moves a pixel by about five grey levels at first, as in TensorFlow's presets. */
  private static final double ADAM_RATE = 5.0 / 255;

  private final ChangeNames names;

  /**
   * @param names for sentences about what can't be
   */
  public PresetChangesMapping(ChangeNames names) {
    this.names = names;
  }

  /**
   * The preset with the changes.
   *
   * @throws IllegalArgumentException with a sentence that says which change can't be, and what
   *     could
   */
  public StylePreset apply(StylePreset preset, PresetChanges changes) {
    return new PresetOverrides(
            number(changes.contentWeight()),
            number(changes.styleWeight()),
            number(changes.variationWeight()),
            changes.contentLayers().orElse(List.of()),
            changes.styleLayers().orElse(List.of()),
            changes.styleLayerWeights().orElse(List.of()),
            changes.pooling().map(PresetChangesMapping::pooling),
            changes.optimizer().map(change -> optimizer(preset, change)),
            changes.start().map(start -> initialImage(preset, start)),
            changes.size().map(SizeRule::parse),
            changes.iterations().map(OptionalInt::of).orElse(OptionalInt.empty()))
        .apply(preset);
  }

  /**
   * The preset with the changes, with the stages that the result's size asks for.
   *
   * @param content size of the content image
   * @throws IllegalArgumentException as above
   */
  public StylePreset apply(StylePreset preset, PresetChanges changes, SizeRule.Size content) {
    StylePreset changed = apply(preset, changes);
    if (changes.scales().isEmpty() && changes.size().isEmpty()) {
      return changed;
    }
    List<StageSettings> stages =
        changes.scales().isPresent()
            ? Scales.of(preset, changes.scales().get())
            : Scales.of(preset, changed.size().apply(content.height(), content.width()));
    return changed.withStages(
        changes.iterations().map(total -> Stages.share(stages, total)).orElse(stages));
  }

  private static OptionalDouble number(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static Pooling pooling(org.stylestream.protocol.job.Pooling pooling) {
    return switch (pooling) {
      case MAX -> Pooling.MAX;
      case AVERAGE -> Pooling.AVERAGE;
    };
  }

  private static InitialImage initialImage(StylePreset preset, Start start) {
    return switch (start) {
      case CONTENT -> new InitialImage.Content();
      case STYLE -> new InitialImage.Style();
      case NOISE ->
          preset.initial() instanceof InitialImage.Noise noise
              ? noise
              : new InitialImage.Noise(NOISE_SIGMA);
      case IMAGE -> new InitialImage.Given();
    };
  }

  private OptimizerSettings optimizer(StylePreset preset, OptimizerChange change) {
    return tuned(chosen(preset, change), change);
  }

  private OptimizerSettings chosen(StylePreset preset, OptimizerChange change) {
    OptimizerSettings own = preset.optimizer();
    if (change.kind().isEmpty()) {
      return own;
    }
    return switch (change.kind().get()) {
      case LBFGS -> own instanceof LbfgsSettings ? own : LbfgsSettings.DEFAULT;
      case ADAM -> own instanceof AdamSettings ? own : adam(preset.pixelRange());
      case GRADIENT_DESCENT ->
          own instanceof GradientDescentSettings ? own : descent(change.learningRate());
    };
  }

  private static AdamSettings adam(double pixelRange) {
    return new AdamSettings(ADAM_RATE * pixelRange, 0.99, 0.999, 1e-8, EpsilonForm.PAPER);
  }

  private OptimizerSettings descent(Optional<Double> learningRate) {
    return new GradientDescentSettings(
        learningRate.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s gradient-descent needs a %s with this preset: the right one depends on the weights of the losses"
                        .formatted(names.optimizer(), names.learningRate()))),
        1,
        1);
  }

  private OptimizerSettings tuned(OptimizerSettings settings, OptimizerChange change) {
    if (settings instanceof LbfgsSettings lbfgs) {
      if (change.learningRate().isPresent()) {
        throw new IllegalArgumentException(
            "%s has no meaning for lbfgs, which finds its own steps; use it with %s adam or gradient-descent"
                .formatted(names.learningRate(), names.optimizer()));
      }
      return new LbfgsSettings(change.memory().orElse(lbfgs.memory()), lbfgs.firstMove());
    }
    if (change.memory().isPresent()) {
      throw new IllegalArgumentException(
          "%s has a meaning only with %s lbfgs".formatted(names.memory(), names.optimizer()));
    }
    if (settings instanceof AdamSettings adam) {
      return new AdamSettings(
          change.learningRate().orElse(adam.learningRate()),
          adam.beta1(),
          adam.beta2(),
          adam.epsilon(),
          adam.form());
    }
    GradientDescentSettings descent = (GradientDescentSettings) settings;
    return new GradientDescentSettings(
        change.learningRate().orElse(descent.learningRate()),
        descent.decayRate(),
        descent.decaySteps());
  }
}
