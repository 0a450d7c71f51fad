package org.stylestream.protocol.job;

import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * An image that a job needs. Its pixels are uploaded in chunks, named by their SHA-256; an engine
 * that has them already doesn't ask for them again.
 *
 * @param height in pixels
 * @param width in pixels
 * @param datatype of the elements
 * @param sha256 of the elements, height × width × 3, row by row, RGB, little-endian
 */
@Meaning("An image that a job needs: height × width × 3 elements, row by row, RGB, little-endian.")
public record ImageDescription(
    @Meaning("Height in pixels.") @Range(min = 1, max = Limits.LONGEST_SIDE) int height,
    @Meaning("Width in pixels.") @Range(min = 1, max = Limits.LONGEST_SIDE) int width,
    @Meaning("u8: 0–255; u16: 0–65535 for 0–255; f16 and f32: on 0–255.") Datatype datatype,
    @Meaning("SHA-256 of the elements.")
        @Text(pattern = Identifier.SHA256, words = Identifier.SHA256_WORDS)
        String sha256) {
  /** Channels of every image. */
  public static final int CHANNELS = 3;

  public ImageDescription {
    if (bytes(height, width, datatype) > Limits.LARGEST_FRAME) {
      throw new IllegalArgumentException(
          "an image of %d × %d has %d bytes; at most %d are allowed"
              .formatted(width, height, bytes(height, width, datatype), Limits.LARGEST_FRAME));
    }
  }

  /** Bytes of the pixels. */
  public long bytes() {
    return bytes(height, width, datatype);
  }

  private static long bytes(int height, int width, Datatype datatype) {
    return (long) height * width * CHANNELS * datatype.bytes();
  }
}
