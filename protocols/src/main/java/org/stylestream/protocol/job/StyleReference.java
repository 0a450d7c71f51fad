package org.stylestream.protocol.job;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/**
 * A style image of a job.
 *
 * @param image its pixels
 * @param weight its share among the job's styles, above 0
 * @param scale its size relative to that which the preset gives it; 1 where it is left out
 * @param region where on the content image the style goes: an image of any size, white where it
 *     does, black where it doesn't; empty: where the other styles' regions leave room
 * @param mask what of the style image counts, likewise; empty: all
 */
@Meaning("A style image of a job.")
public record StyleReference(
    @Meaning("The style image.") ImageDescription image,
    @Meaning("Its share among the job's styles.") @Range(min = 1e-6, max = 1e6) double weight,
    @Meaning("Its size relative to that which the preset gives it; 1 where it is left out.")
        @Range(min = 0.05, max = 20)
        Optional<Double> scale,
    @Meaning(
            "Where on the content image it goes: white where it does, black where it doesn't, at any"
                + " size. Left out: where the other styles' regions leave room.")
        Optional<ImageDescription> region,
    @Meaning("What of the style image counts, likewise; all where it is left out.")
        Optional<ImageDescription> mask) {
  /** A style of which all counts, everywhere, at its usual size. */
  public StyleReference(ImageDescription image, double weight) {
    this(image, weight, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The images that it needs. */
  public List<ImageDescription> images() {
    return Stream.of(Optional.of(image), region, mask).flatMap(Optional::stream).toList();
  }
}
