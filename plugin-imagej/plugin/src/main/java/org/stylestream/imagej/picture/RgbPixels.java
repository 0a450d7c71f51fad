package org.stylestream.imagej.picture;

import org.stylestream.compute.image.Image;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.service.client.Frame;

/** Images as ImageJ's colour processors have them: one int a pixel, 0xRRGGBB. */
public final class RgbPixels {
  private RgbPixels() {}

  /** The image of some pixels. */
  static Image image(int[] rgb, int height, int width) {
    float[] pixels = new float[rgb.length * Image.CHANNELS];
    for (int i = 0; i < rgb.length; i++) {
      pixels[i * 3] = rgb[i] >> 16 & 0xff;
      pixels[i * 3 + 1] = rgb[i] >> 8 & 0xff;
      pixels[i * 3 + 2] = rgb[i] & 0xff;
    }
    return new Image(height, width, pixels);
  }

  /** The pixels of an image, rounded and kept within 0–255. */
  static int[] of(Image image) {
    float[] pixels = image.pixels();
    int[] rgb = new int[pixels.length / Image.CHANNELS];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] =
          level(pixels[i * 3]) << 16 | level(pixels[i * 3 + 1]) << 8 | level(pixels[i * 3 + 2]);
    }
    return rgb;
  }

  private static int level(float value) {
    return (int) (Math.min(Math.max(value, 0), 255) + 0.5f);
  }

  /** The pixels of a frame. */
  public static int[] of(Frame frame) {
    if (frame.reference().datatype() != Datatype.U8) {
      return of(frame.image());
    }
    byte[] bytes = frame.bytes();
    int[] rgb = new int[bytes.length / Image.CHANNELS];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] =
          (bytes[i * 3] & 0xff) << 16 | (bytes[i * 3 + 1] & 0xff) << 8 | bytes[i * 3 + 2] & 0xff;
    }
    return rgb;
  }
}
