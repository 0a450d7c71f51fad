package org.stylestream.protocol.job;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/**
 * What a frame of a sequence shall stay close to.
 *
 * @param image the last frame's result, moved to where this frame has its pixels
 * @param trust where that holds: an image of any size, white where it does, black where it doesn't;
 *     empty: everywhere
 * @param weight of the temporal loss, relative to the content loss: with 1, black for white all
 *     over costs as much as an image without the content's features
 */
@Meaning("What a frame of a sequence shall stay close to.")
public record TemporalReference(
    @Meaning("The last frame's result, moved to where this frame has its pixels.")
        ImageDescription image,
    @Meaning(
            "Where that holds: white where it does, black where it doesn't, at any size. Left out:"
                + " everywhere.")
        Optional<ImageDescription> trust,
    @Meaning(
            "Of the temporal loss, relative to the content loss: with 1, black for white all over"
                + " costs as much as an image without the content's features.")
        @Range(min = 1e-6, max = 1e12)
        double weight) {
  /** The images that it needs. */
  public List<ImageDescription> images() {
    return Stream.of(Optional.of(image), trust).flatMap(Optional::stream).toList();
  }
}
