package org.stylestream.service.cli.run;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.service.job.ImageCodec;

/**
 * An image as it is sent to an engine: in the smallest elements that lose nothing.
 *
 * @param elements as the description says
 */
public record UploadedImage(ImageDescription description, Buffer elements) {
  /** Of an image with 16 bits a channel: 65535 / 255. */
  private static final float WIDE = 257;

  static UploadedImage of(Image image) {
    Datatype datatype = datatype(image.pixels());
    byte[] elements = ImageCodec.encode(image, datatype);
    return new UploadedImage(
        new ImageDescription(image.height(), image.width(), datatype, sha256(elements)),
        Buffer.buffer(elements));
  }

  private static Datatype datatype(float[] pixels) {
    Datatype smallest = Datatype.U8;
    for (float pixel : pixels) {
      if (smallest == Datatype.U8 && !isWhole(pixel, 1)) {
        smallest = Datatype.U16;
      }
      if (smallest == Datatype.U16 && !isWhole(pixel, WIDE)) {
        return Datatype.F32;
      }
    }
    return smallest;
  }

  private static boolean isWhole(float pixel, float steps) {
    return pixel >= 0 && pixel <= 255 && Math.round(pixel * steps) / steps == pixel;
  }

  private static String sha256(byte[] elements) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(elements));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
