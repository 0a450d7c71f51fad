package org.stylestream.protocol.job;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * What a job changes of its preset; what is left out stays.
 *
 * @param size {@code 512} (long side), {@code s512} (short side), {@code h400}, {@code w600},
 *     {@code 640x480} (width × height) or {@code native}
 */
@Meaning("What a job changes of its preset; what is left out stays.")
public record PresetChanges(
    @Meaning("Weight of the content loss.") @Range(min = 0, max = 1e30)
        Optional<Double> contentWeight,
    @Meaning("Weight of the style loss.") @Range(min = 0, max = 1e30) Optional<Double> styleWeight,
    @Meaning("Weight of the total variation.") @Range(min = 0, max = 1e30)
        Optional<Double> variationWeight,
    @Meaning("Layers of the content loss.")
        @Count(min = 1, max = 16)
        @Text(pattern = Identifier.LAYER, words = Identifier.LAYER_WORDS)
        Optional<List<String>> contentLayers,
    @Meaning("Layers of the style loss.")
        @Count(min = 1, max = 16)
        @Text(pattern = Identifier.LAYER, words = Identifier.LAYER_WORDS)
        Optional<List<String>> styleLayers,
    @Meaning(
            "Weights of the style loss's layers, one for each in their order; only their ratios"
                + " count, and 0 leaves a layer out.")
        @Count(min = 1, max = 16)
        @Range(min = 0, max = 1e6)
        Optional<List<Double>> styleLayerWeights,
    @Meaning("What stands between the network's blocks.") Optional<Pooling> pooling,
    @Meaning("Another optimiser.") Optional<OptimizerChange> optimizer,
    @Meaning("What the run starts from; image needs the job's field initial.")
        Optional<Start> start,
    @Meaning("Size of the result: " + SizeText.WORDS + ".")
        @Text(pattern = SizeText.PATTERN, words = SizeText.WORDS)
        Optional<String> size,
    @Meaning("Iterations of all stages together.") @Range(min = 1, max = Limits.MOST_ITERATIONS)
        Optional<Integer> iterations,
    @Meaning(
            "Scales that the picture is made at, each twice as large as the one before; 1 makes it at its size alone. Left out: the preset's, and one more for each doubling of a large size.")
        @Range(min = 1, max = 8)
        Optional<Integer> scales) {
  /** Nothing changed. */
  public static final PresetChanges NONE =
      new PresetChanges(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Changes that leave the ratios of the style loss's layers and the scales alone. */
  public PresetChanges(
      Optional<Double> contentWeight,
      Optional<Double> styleWeight,
      Optional<Double> variationWeight,
      Optional<List<String>> contentLayers,
      Optional<List<String>> styleLayers,
      Optional<Pooling> pooling,
      Optional<OptimizerChange> optimizer,
      Optional<Start> start,
      Optional<String> size,
      Optional<Integer> iterations) {
    this(
        contentWeight,
        styleWeight,
        variationWeight,
        contentLayers,
        styleLayers,
        Optional.empty(),
        pooling,
        optimizer,
        start,
        size,
        iterations,
        Optional.empty());
  }

  /** These, with another optimiser. */
  public PresetChanges withOptimizer(OptimizerChange changed) {
    return new PresetChanges(
        contentWeight,
        styleWeight,
        variationWeight,
        contentLayers,
        styleLayers,
        styleLayerWeights,
        pooling,
        Optional.of(changed),
        start,
        size,
        iterations,
        scales);
  }

  /** These, with another size. */
  public PresetChanges withSize(String changed) {
    return new PresetChanges(
        contentWeight,
        styleWeight,
        variationWeight,
        contentLayers,
        styleLayers,
        styleLayerWeights,
        pooling,
        optimizer,
        start,
        Optional.of(changed),
        iterations,
        scales);
  }

  /** These, with other iterations. */
  public PresetChanges withIterations(int changed) {
    return new PresetChanges(
        contentWeight,
        styleWeight,
        variationWeight,
        contentLayers,
        styleLayers,
        styleLayerWeights,
        pooling,
        optimizer,
        start,
        size,
        Optional.of(changed),
        scales);
  }

  /** The same for a run of so many iterations that starts from an image, at its size alone. */
  PresetChanges startingFromImage(int newIterations) {
    return new PresetChanges(
        contentWeight,
        styleWeight,
        variationWeight,
        contentLayers,
        styleLayers,
        styleLayerWeights,
        pooling,
        optimizer,
        Optional.of(Start.IMAGE),
        size,
        Optional.of(newIterations),
        Optional.of(1));
  }
}
