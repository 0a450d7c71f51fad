package org.stylestream.service.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.tensor.HalfPrecision;
import org.stylestream.protocol.frame.Datatype;

/**
 * Images as the elements that go over the wire: height × width × 3, row by row, RGB, little-endian.
 * Integers are rounded half up and kept within their range, halves are kept within 0–255, floats
 * are as they are.
 */
public final class ImageCodec {
  private static final float WHITE = 255;

  /** Of an image with 16 bits a channel: 65535 / 255. */
  private static final float WIDE = 257;

  private ImageCodec() {}

  /** The elements of an image. */
  public static byte[] encode(Image image, Datatype datatype) {
    float[] pixels = image.pixels();
    byte[] bytes = new byte[Math.multiplyExact(pixels.length, datatype.bytes())];
    ByteBuffer target = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (datatype) {
      case U8 -> {
        for (int i = 0; i < pixels.length; i++) {
          bytes[i] = (byte) (withinWhite(pixels[i]) + 0.5f);
        }
      }
      case U16 -> {
        for (float pixel : pixels) {
          target.putShort((short) (int) (withinWhite(pixel) * WIDE + 0.5f));
        }
      }
      case F16 -> {
        for (float pixel : pixels) {
          target.putShort(HalfPrecision.fromFloat(withinWhite(pixel)));
        }
      }
      case F32 -> target.asFloatBuffer().put(pixels);
    }
    return bytes;
  }

  private static float withinWhite(float value) {
    return Math.min(Math.max(value, 0), WHITE);
  }

  /**
   * The image of some elements.
   *
   * @throws IllegalArgumentException if there aren't height × width × 3 of them, or one isn't a
   *     finite number
   */
  public static Image decode(byte[] bytes, int height, int width, Datatype datatype) {
    float[] pixels = new float[Math.multiplyExact(Math.multiplyExact(height, width), 3)];
    if (bytes.length != (long) pixels.length * datatype.bytes()) {
      throw new IllegalArgumentException(
          "%d bytes are no image of %d×%d %s".formatted(bytes.length, width, height, datatype));
    }
    ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          switch (datatype) {
            case U8 -> bytes[i] & 0xff;
            case U16 -> (source.getShort() & 0xffff) / WIDE;
            case F16 -> finite(HalfPrecision.toFloat(source.getShort()));
            case F32 -> finite(source.getFloat());
          };
    }
    return new Image(height, width, pixels);
  }

  private static float finite(float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "an image has the value %s; all must be finite numbers".formatted(value));
    }
    return value;
  }
}
