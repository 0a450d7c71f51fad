package org.stylestream.compute.objective;

import java.util.List;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;

/**
 * The short-term consistency loss factor · Σ c · (x − ω)², ω being the last frame's result moved to
 * where this frame has its pixels, and c on 0–1 how far that is to be trusted (M. Ruder, A.
 * Dosovitskiy, T. Brox, Artistic Style Transfer for Videos, arXiv:1604.08610). Owns its vectors.
 */
final class TemporalTerm implements PixelTerm {
  private final double factor;
  private final Vector last;
  private final Vector trust;
  private final Vector difference;
  private final Vector weighted;

  /**
   * @param last ω
   * @param trust c, of its size
   */
  TemporalTerm(double factor, Device device, Image last, Plane trust) {
    this.factor = factor;
    int length = last.pixels().length;
    List<Vector> vectors = device.vectors(length, length, length, length);
    this.last = vectors.get(0);
    this.trust = vectors.get(1);
    this.difference = vectors.get(2);
    this.weighted = vectors.get(3);
    this.last.write(last.pixels());
    this.trust.write(channels(trust));
  }

  private static float[] channels(Plane plane) {
    float[] values = new float[Math.multiplyExact(plane.values().length, Image.CHANNELS)];
    for (int i = 0; i < values.length; i++) {
      values[i] = plane.values()[i / Image.CHANNELS];
    }
    return values;
  }

  @Override
  public String name() {
    return "temporal";
  }

  /** ∂/∂x factor · Σ c · (x − ω)² = 2 · factor · c · (x − ω) */
  @Override
  public void add(Vector image, Sums sums, int index, Vector gradient) {
    difference.copy(image);
    difference.axpy(-1, last);
    weighted.copy(difference);
    weighted.multiply(trust);
    sums.addDot(index, factor, weighted, difference);
    gradient.axpy(2 * factor, weighted);
  }

  @Override
  public void close() {
    last.close();
    trust.close();
    difference.close();
    weighted.close();
  }
}
