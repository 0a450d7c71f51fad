package org.stylestream.compute.preset;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.AveragedSettings;
import org.stylestream.compute.optimizer.GradientDescentSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;

/**
 * Everything that defines a style transfer but the pictures, the network and the seed.
 *
 * @param id what the user names it by
 * @param summary one line for people
 * @param source the publication or program that it follows
 * @param pixelRange largest pixel value on the scale on which its constants are defined: 255 or 1.
 *     The constants of optimiser and total variation are given on this scale
 * @param content the content loss
 * @param style the style loss
 * @param variation the total-variation loss, if any
 * @param pooling what stands between the network's blocks
 * @param optimizer how it is minimised, on this preset's pixel scale
 * @param clipped whether pixels are kept within 0–255 after each iteration; L-BFGS, which knows no
 *     bounds, is left alone
 * @param initial what the run starts from
 * @param styleAspect how style images are sized
 * @param size the generated image's size
 * @param stages the scales, the last of scale 1
 * @param succession how they follow one another
 * @param keepEvery how often its own program saves an image, in iterations
 * @param runSource where optimiser, start, size and iterations come from
 */
public record StylePreset(
    String id,
    String summary,
    String source,
    double pixelRange,
    ContentLoss content,
    StyleLoss style,
    Optional<VariationLoss> variation,
    Pooling pooling,
    OptimizerSettings optimizer,
    boolean clipped,
    InitialImage initial,
    StyleAspect styleAspect,
    SizeRule size,
    List<StageSettings> stages,
    Succession succession,
    int keepEvery,
    String runSource) {
  public StylePreset {
    stages = List.copyOf(stages);
    if (stages.isEmpty() || stages.get(stages.size() - 1).scale() != 1) {
      throw new IllegalArgumentException("the last stage of a preset must have scale 1");
    }
  }

  /** A preset whose scales follow one another in the plain way. */
  StylePreset(
      String id,
      String summary,
      String source,
      double pixelRange,
      ContentLoss content,
      StyleLoss style,
      Optional<VariationLoss> variation,
      Pooling pooling,
      OptimizerSettings optimizer,
      boolean clipped,
      InitialImage initial,
      StyleAspect styleAspect,
      SizeRule size,
      List<StageSettings> stages,
      int keepEvery,
      String runSource) {
    this(
        id,
        summary,
        source,
        pixelRange,
        content,
        style,
        variation,
        pooling,
        optimizer,
        clipped,
        initial,
        styleAspect,
        size,
        stages,
        Succession.PLAIN,
        keepEvery,
        runSource);
  }

  /** The optimiser for pixels on 0–255, and what is seen of its iterates. */
  public OptimizerSettings canonicalOptimizer() {
    OptimizerSettings canonical = rescaledOptimizer();
    return succession.averageDecay().isPresent()
        ? new AveragedSettings(canonical, succession.averageDecay().getAsDouble())
        : canonical;
  }

  /**
   * The optimiser for pixels on 0–255. With x' = s·x a gradient is 1/s of what it was: Adam's step
   * and epsilon become s·α and ε/s, gradient descent's step s²·α, and L-BFGS is the same.
   */
  private OptimizerSettings rescaledOptimizer() {
    double scale = 255 / pixelRange;
    if (optimizer instanceof AdamSettings adam) {
      return new AdamSettings(
          adam.learningRate() * scale,
          adam.beta1(),
          adam.beta2(),
          adam.epsilon() / scale,
          adam.form());
    }
    if (optimizer instanceof GradientDescentSettings descent) {
      return new GradientDescentSettings(
          descent.learningRate() * scale * scale, descent.decayRate(), descent.decaySteps());
    }
    return optimizer;
  }

  /** Whether pixels are kept within 0–255: where this preset clips, and its optimiser can. */
  public boolean keepsRange() {
    return clipped && !(optimizer instanceof LbfgsSettings);
  }

  /** The same with other stages. */
  public StylePreset withStages(List<StageSettings> changed) {
    return new StylePreset(
        id,
        summary,
        source,
        pixelRange,
        content,
        style,
        variation,
        pooling,
        optimizer,
        clipped,
        initial,
        styleAspect,
        size,
        changed,
        succession,
        keepEvery,
        runSource);
  }

  /** Iterations of all stages. */
  public int iterations() {
    return stages.stream().mapToInt(StageSettings::iterations).sum();
  }
}
