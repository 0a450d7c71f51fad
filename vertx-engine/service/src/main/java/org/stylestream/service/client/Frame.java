package org.stylestream.service.client;

import org.stylestream.compute.image.Image;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.service.job.ImageCodec;

/**
 * A frame that has come whole.
 *
 * @param reference its shape and elements
 * @param bytes row by row, little-endian; not copied, and not to be changed
 */
public record Frame(FrameReference reference, byte[] bytes) {
  /**
   * The image that it is, on 0–255.
   *
   * @throws IllegalArgumentException if it is a file, or not an image with three channels
   */
  public Image image() {
    return ImageCodec.decode(bytes, reference.height(), reference.width(), reference.datatype());
  }
}
