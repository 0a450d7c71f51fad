package org.stylestream.protocol.job;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Named;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * Finds an image, from noise, that has the content image's features at one layer.
 *
 * @param layer whose features are matched
 * @param variationWeight of the total variation, relative to a content loss of weight 1
 */
@Named("content-reconstruction")
@Meaning("Finds an image, from noise, that has the content image's features at one layer.")
public record ContentReconstructionRequest(
    @Meaning(NetworkText.MEANING) @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        String network,
    @Meaning("The content image.") ImageDescription content,
    @Meaning("The layer whose features are matched.")
        @Text(pattern = Identifier.LAYER, words = Identifier.LAYER_WORDS)
        String layer,
    @Meaning("Size of the result as in preset changes; native where it is left out.")
        @Text(pattern = SizeText.PATTERN, words = SizeText.WORDS)
        Optional<String> size,
    @Meaning("Weight of the total variation beside a content loss of weight 1.")
        @Range(min = 0, max = 1e30)
        double variationWeight,
    @Meaning("Iterations.") @Range(min = 1, max = Limits.MOST_ITERATIONS) int iterations,
    @Meaning("Another optimiser than L-BFGS.") Optional<OptimizerChange> optimizer,
    @Meaning("Of the noise: the same seed gives the same picture.") long seed)
    implements JobRequest {
  @Override
  public ContentReconstructionRequest on(String other) {
    return new ContentReconstructionRequest(
        other, content, layer, size, variationWeight, iterations, optimizer, seed);
  }

  @Override
  public List<ImageDescription> images() {
    return List.of(content);
  }
}
