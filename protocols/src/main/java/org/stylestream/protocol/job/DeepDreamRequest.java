package org.stylestream.protocol.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Named;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * Deep Dream: gradient ascent on the mean square activation of layers, octave by octave.
 *
 * @param layers coefficient by layer
 * @param filters of the layers; empty for all
 * @param steps gradient ascent steps an octave
 * @param stepSize on the scale 0–255, of a gradient divided by its mean magnitude
 * @param maximumLoss an octave ends when its loss is above this
 * @param jitter the image is shifted at random by up to so many pixels a step
 * @param variationWeight of Σ (dx² + dy²)^1.25 / 3HW, which is taken from the loss
 * @param pixelWeight of the mean square distance from VGG's mean colour, which is taken from it too
 * @param guide an image whose features are dreamt of, where one is given
 */
@Named("deep-dream")
@Meaning("Deep Dream: gradient ascent on activations, octave by octave.")
public record DeepDreamRequest(
    @Meaning(NetworkText.MEANING) @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        String network,
    @Meaning("The image to dream on.") ImageDescription content,
    @Meaning("Coefficient by layer.")
        @Count(min = 1, max = 16)
        @Text(pattern = Identifier.LAYER, words = Identifier.LAYER_WORDS)
        @Range(min = -1e6, max = 1e6)
        Map<String, Double> layers,
    @Meaning("Filters of the layers, counted from 0; none for all.")
        @Count(min = 0, max = 512)
        @Range(min = 0, max = 4095)
        List<Integer> filters,
    @Meaning("Size of the result as in preset changes; native where it is left out.")
        @Text(pattern = SizeText.PATTERN, words = SizeText.WORDS)
        Optional<String> size,
    @Meaning("Octaves, from small to large.") @Range(min = 1, max = 32) int octaves,
    @Meaning("Ratio of the sizes of neighbouring octaves.") @Range(min = 1.01, max = 4)
        double octaveScale,
    @Meaning("Gradient ascent steps an octave.") @Range(min = 1, max = 10000) int steps,
    @Meaning("Of a gradient divided by its mean magnitude, on the scale 0–255.")
        @Range(min = 1e-6, max = 255)
        double stepSize,
    @Meaning("An octave ends when its loss is above this.") @Range(min = 0, max = 1e30)
        Optional<Double> maximumLoss,
    @Meaning("The image is shifted at random by up to so many pixels a step.")
        @Range(min = 0, max = 1024)
        int jitter,
    @Meaning("Weight of the total variation, a mean over the pixels, that is taken from the loss.")
        @Range(min = 0, max = 1e30)
        double variationWeight,
    @Meaning("Weight of the mean square distance from the mean colour that is taken from the loss.")
        @Range(min = 0, max = 1e30)
        double pixelWeight,
    @Meaning("An image whose features are dreamt of.") Optional<ImageDescription> guide,
    @Meaning("Of the jitter: the same seed gives the same picture.") long seed)
    implements JobRequest {
  public DeepDreamRequest {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    filters = List.copyOf(filters);
  }

  @Override
  public DeepDreamRequest on(String other) {
    return new DeepDreamRequest(
        other,
        content,
        layers,
        filters,
        size,
        octaves,
        octaveScale,
        steps,
        stepSize,
        maximumLoss,
        jitter,
        variationWeight,
        pixelWeight,
        guide,
        seed);
  }

  @Override
  public List<ImageDescription> images() {
    List<ImageDescription> images = new ArrayList<>();
    images.add(content);
    guide.ifPresent(images::add);
    return images;
  }
}
