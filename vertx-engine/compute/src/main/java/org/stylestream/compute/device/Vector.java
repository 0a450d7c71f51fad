package org.stylestream.compute.device;

import java.util.List;

/**
 * Flat float32 storage on a device, with the verbs that loss terms and optimisers need. Factors are
 * given in double; results of reductions are summed in double, in an order that doesn't depend on
 * threads. Other vectors given to a verb come from the same device and have the same length.
 */
public interface Vector extends AutoCloseable {
  int length();

  /** Copies {@link #length()} values from the host. */
  void write(float[] source);

  /** Copies {@link #length()} values to the host. */
  void read(float[] target);

  /** this = value */
  void fill(float value);

  /** this = source */
  void copy(Vector source);

  /** this = factor · this */
  void scale(double factor);

  /** this = this + factor · x */
  void axpy(double factor, Vector x);

  /** this = keep · this + factor · x */
  void blend(double keep, double factor, Vector x);

  /** this = keep · this + factor · x² (element by element) */
  void blendSquare(double keep, double factor, Vector x);

  /**
   * this = this · x (element by element). A device that has no verb of its own for it goes through
   * the host.
   */
  default void multiply(Vector x) {
    float[] product = new float[length()];
    float[] factors = new float[length()];
    read(product);
    x.read(factors);
    for (int i = 0; i < product.length; i++) {
      product[i] *= factors[i];
    }
    write(product);
  }

  /** this = this − step · numerator / (√squared + epsilon) (element by element) */
  void descend(double step, Vector numerator, Vector squared, double epsilon);

  /** this = Σ factors[i] · vectors[i]; {@code this} may be among the vectors. */
  void combine(double[] factors, List<? extends Vector> vectors);

  /** this = min(max(this, low), high); a NaN stays one. */
  void clamp(float low, float high);

  /** Σ this · other */
  double dot(Vector other);

  /** results[i] = Σ this · others[i], in one pass where the device can. */
  void dots(List<? extends Vector> others, double[] results);

  /** Σ |this| */
  double absoluteSum();

  /** max |this|; NaN if any element is. */
  double absoluteMaximum();

  @Override
  void close();
}
