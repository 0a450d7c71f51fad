package org.stylestream.compute.testing;

import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TotalVariation;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/**
 * Vectors and sums on plain arrays, element by element in double; it runs no networks. It counts
 * what it made, and fails where something is used after it was closed or is closed twice.
 */
public final class ArrayDevice implements Device {
  private final List<Resource> made = new ArrayList<>();
  private int vectorsAllowed = Integer.MAX_VALUE;

  /** From now on, no more than {@code count} further vectors can be had. */
  public void allowVectors(int count) {
    vectorsAllowed = count;
  }

  /** Number of vectors and sums that were ever made. */
  public int made() {
    return made.size();
  }

  /** Number of vectors and sums that are open. */
  public long open() {
    return made.stream().filter(resource -> !resource.closed).count();
  }

  @Override
  public DeviceDescription description() {
    return new DeviceDescription("array", "plain arrays", Runtime.getRuntime().maxMemory());
  }

  @Override
  public Vector vector(int length) {
    if (vectorsAllowed == 0) {
      throw new IllegalStateException("no memory for another vector");
    }
    vectorsAllowed--;
    return register(new ArrayVector(length));
  }

  @Override
  public Sums sums(int size) {
    return register(new ArraySums(size));
  }

  private <T extends Resource> T register(T resource) {
    made.add(resource);
    return resource;
  }

  @Override
  public FeatureNetwork load(NetworkWeights weights, Pooling pooling, String deepestLayer) {
    throw new UnsupportedOperationException("this device runs no networks");
  }

  @Override
  public long memoryNeeded(NetworkTopology topology, int height, int width, Tiling tiling) {
    throw new UnsupportedOperationException("this device runs no networks");
  }

  @Override
  public void addTotalVariation(
      TotalVariation variation,
      Vector image,
      int height,
      int width,
      Sums sums,
      int index,
      Vector gradient) {
    throw new UnsupportedOperationException("this device knows no total variation");
  }

  @Override
  public void close() {
    if (open() > 0) {
      throw new IllegalStateException(open() + " vectors and sums are still open");
    }
  }

  private abstract static class Resource {
    private boolean closed;

    final void checkOpen() {
      if (closed) {
        throw new IllegalStateException("used after it was closed");
      }
    }

    final void markClosed() {
      checkOpen();
      closed = true;
    }
  }

  private static final class ArraySums extends Resource implements Sums {
    private final double[] values;

    ArraySums(int size) {
      values = new double[size];
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public void clear() {
      checkOpen();
      java.util.Arrays.fill(values, 0);
    }

    @Override
    public void add(int index, double value) {
      checkOpen();
      values[index] += value;
    }

    @Override
    public void addDot(int index, double factor, Vector a, Vector b) {
      checkOpen();
      values[index] += factor * a.dot(b);
    }

    @Override
    public void read(double[] target) {
      checkOpen();
      System.arraycopy(values, 0, target, 0, values.length);
    }

    @Override
    public void close() {
      markClosed();
    }
  }

  private static final class ArrayVector extends Resource implements Vector {
    private final float[] values;

    ArrayVector(int length) {
      values = new float[length];
    }

    private float[] values() {
      checkOpen();
      return values;
    }

    private float[] values(Vector other) {
      float[] array = ((ArrayVector) other).values();
      if (array.length != values().length) {
        throw new IllegalArgumentException(array.length + " values met " + values.length);
      }
      return array;
    }

    @FunctionalInterface
    private interface Element {
      double at(int index);
    }

    private void set(Element element) {
      float[] target = values();
      for (int i = 0; i < target.length; i++) {
        target[i] = (float) element.at(i);
      }
    }

    @Override
    public int length() {
      return values().length;
    }

    @Override
    public void write(float[] source) {
      System.arraycopy(source, 0, values(), 0, values.length);
    }

    @Override
    public void read(float[] target) {
      System.arraycopy(values(), 0, target, 0, values.length);
    }

    @Override
    public void fill(float value) {
      set(i -> value);
    }

    @Override
    public void copy(Vector source) {
      write(values(source));
    }

    @Override
    public void scale(double factor) {
      set(i -> factor * values[i]);
    }

    @Override
    public void axpy(double factor, Vector x) {
      float[] other = values(x);
      set(i -> values[i] + factor * other[i]);
    }

    @Override
    public void blend(double keep, double factor, Vector x) {
      float[] other = values(x);
      set(i -> keep * values[i] + factor * other[i]);
    }

    @Override
    public void blendSquare(double keep, double factor, Vector x) {
      float[] other = values(x);
      set(i -> keep * values[i] + factor * other[i] * other[i]);
    }

    @Override
    public void multiply(Vector x) {
      float[] other = values(x);
      set(i -> (double) values[i] * other[i]);
    }

    @Override
    public void descend(double step, Vector numerator, Vector squared, double epsilon) {
      float[] above = values(numerator);
      float[] below = values(squared);
      set(i -> values[i] - step * above[i] / (Math.sqrt(below[i]) + epsilon));
    }

    @Override
    public void combine(double[] factors, List<? extends Vector> vectors) {
      List<float[]> arrays = new ArrayList<>();
      vectors.forEach(vector -> arrays.add(values(vector)));
      set(
          i -> {
            double sum = 0;
            for (int k = 0; k < factors.length; k++) {
              sum += factors[k] * arrays.get(k)[i];
            }
            return sum;
          });
    }

    @Override
    public void clamp(float low, float high) {
      set(i -> Math.min(Math.max(values[i], low), high));
    }

    @Override
    public double dot(Vector other) {
      float[] array = values(other);
      return sum(i -> (double) values[i] * array[i]);
    }

    @Override
    public void dots(List<? extends Vector> others, double[] results) {
      for (int k = 0; k < others.size(); k++) {
        results[k] = dot(others.get(k));
      }
    }

    @Override
    public double absoluteSum() {
      return sum(i -> Math.abs(values[i]));
    }

    private double sum(Element element) {
      double sum = 0;
      for (int i = 0; i < values().length; i++) {
        sum += element.at(i);
      }
      return sum;
    }

    @Override
    public double absoluteMaximum() {
      double maximum = 0;
      for (float value : values()) {
        maximum = Math.max(maximum, Math.abs(value));
      }
      return maximum;
    }

    @Override
    public void close() {
      markClosed();
    }
  }
}
