package org.stylestream.service.client;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.service.job.ImageCodec;

/**
 * An image for a job: what its request says of it, and what is uploaded.
 *
 * @param elements height × width × 3, row by row, RGB, little-endian
 */
public record UploadImage(ImageDescription description, Buffer elements) {
  /**
   * An image as it goes over the wire.
   *
   * @param datatype its elements; {@link Datatype#F32} loses nothing
   * @throws IllegalArgumentException if it is too large to be sent
   */
  public static UploadImage of(Image image, Datatype datatype) {
    Buffer elements = Buffer.buffer(ImageCodec.encode(image, datatype));
    ImageDescription description =
        new ImageDescription(image.height(), image.width(), datatype, Sha256.of(elements));
    return new UploadImage(description, elements);
  }

  /** Images as a {@link JobSubmission} has them; one that is there twice is uploaded once. */
  public static Map<String, Buffer> bySha256(Iterable<UploadImage> images) {
    Map<String, Buffer> all = new HashMap<>();
    images.forEach(image -> all.put(image.description().sha256(), image.elements()));
    return all;
  }
}
