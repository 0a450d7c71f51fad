package org.stylestream.compute.nd4j;

import java.util.Arrays;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** Sums on the host, where ND4J leaves its results. */
final class Nd4jSums implements Sums {
  private final Reduction reduction;
  private final double[] values;

  Nd4jSums(Reduction reduction, int size) {
    this.reduction = reduction;
    values = new double[size];
  }

  /**
   * The ND4J device's sums.
   *
   * @throws IllegalArgumentException if they are another device's
   */
  static Nd4jSums of(Sums sums) {
    if (sums instanceof Nd4jSums own) {
      return own;
    }
    throw new IllegalArgumentException(
        "the sums are another device's; the ND4J device takes only its own");
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public void clear() {
    Arrays.fill(values, 0);
  }

  @Override
  public void add(int index, double value) {
    values[index] += value;
  }

  @Override
  public void addDot(int index, double factor, Vector a, Vector b) {
    NativeFloats x = Nd4jVector.floats(a, a.length());
    add(index, factor * reduction.dot(x, Nd4jVector.floats(b, x.length())));
  }

  @Override
  public void read(double[] target) {
    System.arraycopy(values, 0, target, 0, values.length);
  }

  @Override
  public void close() {}
}
