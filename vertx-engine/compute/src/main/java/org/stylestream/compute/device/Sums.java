package org.stylestream.compute.device;

/**
 * Sums in double precision that stay on the device, so that one evaluation costs one host
 * synchronisation.
 */
public interface Sums extends AutoCloseable {
  int size();

  /** Sets all sums to zero. */
  void clear();

  /** sums[index] += value */
  void add(int index, double value);

  /** sums[index] += factor · Σ a · b */
  void addDot(int index, double factor, Vector a, Vector b);

  /** Copies all sums to the host. */
  void read(double[] target);

  @Override
  void close();
}
