package org.stylestream.compute.cpu;

import java.util.Arrays;
import java.util.List;
import org.stylestream.compute.device.Vector;

/** A vector in a Java array. */
final class CpuVector implements Vector {
  /** Work on the elements {@code from} … {@code to} − 1. */
  @FunctionalInterface
  private interface Span {
    void run(int from, int to);
  }

  private final Team team;
  private final Reduction reduction;
  private float[] data;

  CpuVector(Team team, Reduction reduction, int length) {
    if (length < 1) {
      throw new IllegalArgumentException(
          "a vector of " + length + " elements; it must have at least 1");
    }
    this.team = team;
    this.reduction = reduction;
    data = new float[length];
  }

  /**
   * The array of a vector.
   *
   * @throws IllegalArgumentException if it is another device's or of another length
   */
  static float[] array(Vector vector, int length) {
    if (!(vector instanceof CpuVector own)) {
      throw new IllegalArgumentException(
          "the vector is another device's; the CPU device takes only its own");
    }
    if (own.data.length != length) {
      throw new IllegalArgumentException(
          "a vector of %d elements where %d are needed".formatted(own.data.length, length));
    }
    return own.data;
  }

  private float[] array(Vector other) {
    return array(other, data.length);
  }

  private void each(Span span) {
    int length = data.length;
    team.run(
        Reduction.pieces(length),
        (worker, piece) ->
            span.run(
                piece * Reduction.PIECE, (int) Math.min(length, (piece + 1L) * Reduction.PIECE)));
  }

  @Override
  public int length() {
    return data.length;
  }

  @Override
  public void write(float[] source) {
    System.arraycopy(source, 0, data, 0, data.length);
  }

  @Override
  public void read(float[] target) {
    System.arraycopy(data, 0, target, 0, data.length);
  }

  @Override
  public void fill(float value) {
    Arrays.fill(data, value);
  }

  @Override
  public void copy(Vector source) {
    System.arraycopy(array(source), 0, data, 0, data.length);
  }

  @Override
  public void scale(double factor) {
    float[] y = data;
    float f = (float) factor;
    each(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] *= f;
          }
        });
  }

  @Override
  public void axpy(double factor, Vector x) {
    float[] y = data;
    float[] source = array(x);
    float f = (float) factor;
    each(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] += f * source[i];
          }
        });
  }

  @Override
  public void blend(double keep, double factor, Vector x) {
    float[] y = data;
    float[] source = array(x);
    float k = (float) keep;
    float f = (float) factor;
    each(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = k * y[i] + f * source[i];
          }
        });
  }

  @Override
  public void blendSquare(double keep, double factor, Vector x) {
    float[] y = data;
    float[] source = array(x);
    float k = (float) keep;
    float f = (float) factor;
    each(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = k * y[i] + f * source[i] * source[i];
          }
        });
  }

  @Override
  public void multiply(Vector x) {
    float[] y = data;
    float[] factors = array(x);
    each(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] *= factors[i];
          }
        });
  }

  @Override
  public void descend(double step, Vector numerator, Vector squared, double epsilon) {
    float[] y = data;
    float[] m = array(numerator);
    float[] v = array(squared);
    each(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = (float) (y[i] - step * m[i] / (Math.sqrt(v[i]) + epsilon));
          }
        });
  }

  @Override
  public void combine(double[] factors, List<? extends Vector> vectors) {
    if (factors.length != vectors.size()) {
      throw new IllegalArgumentException(
          "%d factors for %d vectors".formatted(factors.length, vectors.size()));
    }
    float[] y = data;
    float[][] x = new float[factors.length][];
    Arrays.setAll(x, i -> array(vectors.get(i)));
    each(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double sum = 0;
            for (int k = 0; k < x.length; k++) {
              sum += factors[k] * x[k][i];
            }
            y[i] = (float) sum;
          }
        });
  }

  @Override
  public void clamp(float low, float high) {
    float[] y = data;
    each(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = Math.min(Math.max(y[i], low), high);
          }
        });
  }

  @Override
  public double dot(Vector other) {
    return dot(reduction, data, array(other));
  }

  /** Σ a · b */
  static double dot(Reduction reduction, float[] a, float[] b) {
    return reduction.sum(a.length, (from, to) -> dot(a, b, from, to));
  }

  private static double dot(float[] a, float[] b, int from, int to) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = from;
    for (; i + 3 < to; i += 4) { // Four chains, as one would wait for every addition.
      first += (double) a[i] * b[i];
      second += (double) a[i + 1] * b[i + 1];
      third += (double) a[i + 2] * b[i + 2];
      fourth += (double) a[i + 3] * b[i + 3];
    }
    for (; i < to; i++) {
      first += (double) a[i] * b[i];
    }
    return first + second + (third + fourth);
  }

  @Override
  public void dots(List<? extends Vector> others, double[] results) {
    for (int i = 0; i < others.size(); i++) {
      results[i] = dot(others.get(i));
    }
  }

  @Override
  public double absoluteSum() {
    float[] x = data;
    return reduction.sum(
        x.length,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += Math.abs(x[i]);
          }
          return sum;
        });
  }

  @Override
  public double absoluteMaximum() {
    float[] x = data;
    return reduction.maximum(
        x.length,
        (from, to) -> {
          float maximum = 0;
          for (int i = from; i < to; i++) {
            maximum = Math.max(maximum, Math.abs(x[i]));
          }
          return maximum;
        });
  }

  @Override
  public void close() {
    data = new float[0];
  }
}
