package org.stylestream.compute.objective;

import java.util.List;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;

/** factor · Σ (x − m)², m being the mean colour of VGG's images. Owns its vectors. */
final class MeanColourTerm implements PixelTerm {
  private final double factor;
  private final Vector mean;
  private final Vector difference;

  MeanColourTerm(double factor, Device device, int pixels) {
    this.factor = factor;
    int length = Math.multiplyExact(pixels, Image.CHANNELS);
    float[] colours = new float[length];
    for (int i = 0; i < length; i++) {
      colours[i] = Image.MEAN_COLOUR.get(i % Image.CHANNELS);
    }
    List<Vector> vectors = device.vectors(length, length);
    mean = vectors.get(0);
    difference = vectors.get(1);
    mean.write(colours);
  }

  @Override
  public String name() {
    return "pixels";
  }

  @Override
  public void add(Vector image, Sums sums, int index, Vector gradient) {
    difference.copy(image);
    difference.axpy(-1, mean);
    sums.addDot(index, factor, difference, difference);
    gradient.axpy(2 * factor, difference);
  }

  @Override
  public void close() {
    mean.close();
    difference.close();
  }
}
