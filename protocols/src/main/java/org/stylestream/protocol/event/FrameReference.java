package org.stylestream.protocol.event;

import org.stylestream.protocol.Limits;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/**
 * A frame whose chunks follow its event.
 *
 * @param height of the image in pixels; of a file 1
 * @param width of the image in pixels; of a file its bytes
 * @param channels 3; of feature maps the number of filters; of a file 1
 */
@Meaning("A frame whose chunks follow its event.")
public record FrameReference(
    @Meaning("Height in pixels; of a file 1.") @Range(min = 1, max = 2e9) int height,
    @Meaning("Width in pixels; of a file its size in bytes.") @Range(min = 1, max = 2e9) int width,
    @Meaning("3; of feature maps the number of filters; of a file 1.") @Range(min = 1, max = 4096)
        int channels,
    @Meaning("Its elements.") Datatype datatype) {
  public FrameReference {
    // The product of four ints may not fit into a long.
    double bytes = (double) height * width * channels * datatype.bytes();
    if (bytes > Limits.LARGEST_FRAME) {
      throw new IllegalArgumentException(
          "a frame of %.0f bytes is too large; at most %d are allowed"
              .formatted(bytes, Limits.LARGEST_FRAME));
    }
  }

  /** Bytes of all chunks together. */
  public long bytes() {
    return (long) height * width * channels * datatype.bytes();
  }
}
