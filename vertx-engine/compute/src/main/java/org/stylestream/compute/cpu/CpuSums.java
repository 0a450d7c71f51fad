package org.stylestream.compute.cpu;

import java.util.Arrays;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** Sums in a Java array. */
final class CpuSums implements Sums {
  private final Reduction reduction;
  private final double[] values;

  CpuSums(Reduction reduction, int size) {
    this.reduction = reduction;
    values = new double[size];
  }

  /**
   * The CPU device's sums.
   *
   * @throws IllegalArgumentException if they are another device's
   */
  static CpuSums of(Sums sums) {
    if (sums instanceof CpuSums own) {
      return own;
    }
    throw new IllegalArgumentException(
        "the sums are another device's; the CPU device takes only its own");
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
    float[] x = CpuVector.array(a, a.length());
    add(index, factor * CpuVector.dot(reduction, x, CpuVector.array(b, x.length)));
  }

  @Override
  public void read(double[] target) {
    System.arraycopy(values, 0, target, 0, values.length);
  }

  @Override
  public void close() {}
}
