package org.stylestream.service.picture;

/**
 * How a picture is written.
 *
 * @param bitsPerChannel 8 or 16; a JPEG always has 8
 * @param jpegQuality 0–1
 * @param description what the file says about the picture, beside the software's name; may be empty
 */
public record WriteOptions(int bitsPerChannel, float jpegQuality, String description) {
  /** 8 bits, JPEG quality 0.95, no description. */
  public static final WriteOptions DEFAULT = new WriteOptions(8, 0.95f, "");

  public WriteOptions {
    if (bitsPerChannel != 8 && bitsPerChannel != 16) {
      throw new IllegalArgumentException("a channel has 8 or 16 bits, not " + bitsPerChannel);
    }
    if (!(jpegQuality >= 0 && jpegQuality <= 1)) {
      throw new IllegalArgumentException("the JPEG quality is 0–1, not " + jpegQuality);
    }
  }

  public WriteOptions withBitsPerChannel(int bits) {
    return new WriteOptions(bits, jpegQuality, description);
  }

  public WriteOptions withDescription(String text) {
    return new WriteOptions(bitsPerChannel, jpegQuality, text);
  }
}
