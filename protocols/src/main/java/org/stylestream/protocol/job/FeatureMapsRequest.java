package org.stylestream.protocol.job;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Named;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * Shows the feature maps of an image, one picture a layer and filter.
 *
 * <p>An iteration is a layer, from the image upwards. A kept frame holds its maps: height × width ×
 * number of filters. The result is a picture of them all, small, beside and below each other.
 *
 * @param layers whose maps are shown
 * @param filters counted from 0; empty for all
 */
@Named("feature-maps")
@Meaning(
    "Shows the feature maps of an image. An iteration is a layer, from the image upwards; its kept"
        + " frame has a channel for each filter: f16 and f32 are activations, u8 and u16 have each"
        + " filter's largest as white. The result shows all maps small, side by side.")
public record FeatureMapsRequest(
    @Meaning(NetworkText.MEANING) @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        String network,
    @Meaning("The image.") ImageDescription content,
    @Meaning("The layers whose maps are shown.")
        @Count(min = 1, max = 16)
        @Text(pattern = Identifier.LAYER, words = Identifier.LAYER_WORDS)
        List<String> layers,
    @Meaning("Filters, counted from 0; none for all.")
        @Count(min = 0, max = 512)
        @Range(min = 0, max = 4095)
        List<Integer> filters,
    @Meaning("Size of the image as in preset changes; native where it is left out.")
        @Text(pattern = SizeText.PATTERN, words = SizeText.WORDS)
        Optional<String> size)
    implements JobRequest {
  public FeatureMapsRequest {
    layers = List.copyOf(layers);
    filters = List.copyOf(filters);
  }

  @Override
  public FeatureMapsRequest on(String other) {
    return new FeatureMapsRequest(other, content, layers, filters, size);
  }

  @Override
  public List<ImageDescription> images() {
    return List.of(content);
  }
}
