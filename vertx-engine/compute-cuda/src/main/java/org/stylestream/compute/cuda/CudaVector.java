package org.stylestream.compute.cuda;

import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.device.Vector;

/** A vector in a GPU's memory. */
final class CudaVector implements Vector {
  private final CudaContext context;
  private final int length;
  private final GpuMemory memory;

  CudaVector(CudaContext context, int length) {
    if (length < 1) {
      throw new IllegalArgumentException(
          "a vector of " + length + " elements; it must have at least 1");
    }
    this.context = context;
    this.length = length;
    memory = GpuMemory.floats(context.gpu(), length);
    context.gpu().clear(memory.address(), (long) length * Float.BYTES);
  }

  /**
   * Where a vector lies.
   *
   * @throws IllegalArgumentException if it is another device's or of another length
   */
  static long address(Vector vector, long length) {
    if (!(vector instanceof CudaVector own)) {
      throw new IllegalArgumentException(
          "the vector is another device's; the CUDA device takes only its own");
    }
    if (own.length != length) {
      throw new IllegalArgumentException(
          "a vector of %d elements where %d are needed".formatted(own.length, length));
    }
    return own.memory.address();
  }

  private long address(Vector other) {
    return address(other, length);
  }

  /** A kernel's first two arguments: this vector. */
  private Arguments self() {
    return new Arguments().add(memory.address()).add((long) length);
  }

  private void launch(String kernel, Arguments arguments) {
    context.gpu().launch(kernel, Grid.of(length), arguments);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void write(float[] source) {
    context.transfers().write(source, length, memory.address());
  }

  @Override
  public void read(float[] target) {
    context.transfers().read(memory.address(), target, length);
  }

  @Override
  public void fill(float value) {
    launch("fill", self().add(value));
  }

  @Override
  public void copy(Vector source) {
    context.gpu().copy(address(source), memory.address(), (long) length * Float.BYTES);
  }

  @Override
  public void scale(double factor) {
    launch("scale", self().add((float) factor));
  }

  @Override
  public void multiply(Vector x) {
    launch("times", self().add(address(x)));
  }

  @Override
  public void axpy(double factor, Vector x) {
    launch("axpy", self().add((float) factor).add(address(x)));
  }

  @Override
  public void blend(double keep, double factor, Vector x) {
    launch("blend", self().add((float) keep).add((float) factor).add(address(x)));
  }

  @Override
  public void blendSquare(double keep, double factor, Vector x) {
    launch("blend_square", self().add((float) keep).add((float) factor).add(address(x)));
  }

  @Override
  public void descend(double step, Vector numerator, Vector squared, double epsilon) {
    launch("descend", self().add(step).add(address(numerator)).add(address(squared)).add(epsilon));
  }

  @Override
  public void combine(double[] factors, List<? extends Vector> vectors) {
    if (factors.length != vectors.size()) {
      throw new IllegalArgumentException(
          "%d factors for %d vectors".formatted(factors.length, vectors.size()));
    }
    List<Long> addresses = addresses(vectors);
    if (factors.length <= Arguments.MOST_OPERANDS) {
      launch("combine", self().addOperands(factors, addresses));
      return;
    }
    try (CudaVector sum = new CudaVector(context, length)) {
      sum.addAll(factors, addresses);
      copy(sum);
    }
  }

  /** Adds more vectors than a kernel takes at once, none of which is this one. */
  private void addAll(double[] factors, List<Long> addresses) {
    int most = Arguments.MOST_OPERANDS - 1;
    for (int done = 0; done < factors.length; done += most) {
      int part = Math.min(most, factors.length - done);
      double[] partFactors = new double[part + 1];
      System.arraycopy(factors, done, partFactors, 0, part);
      partFactors[part] = 1;
      List<Long> operands = new ArrayList<>(addresses.subList(done, done + part));
      operands.add(memory.address());
      launch("combine", self().addOperands(partFactors, operands));
    }
  }

  private List<Long> addresses(List<? extends Vector> vectors) {
    List<Long> addresses = new ArrayList<>(vectors.size());
    vectors.forEach(vector -> addresses.add(address(vector)));
    return addresses;
  }

  @Override
  public void clamp(float low, float high) {
    launch("clamp", self().add(low).add(high));
  }

  @Override
  public double dot(Vector other) {
    return context.reductions().sum(Reductions.dot(memory.address(), address(other), length));
  }

  @Override
  public void dots(List<? extends Vector> others, double[] results) {
    context.reductions().dots(memory.address(), length, addresses(others), results);
  }

  @Override
  public double absoluteSum() {
    return context.reductions().sum(new Reductions.Kernel("absolute_sum", length, self()));
  }

  @Override
  public double absoluteMaximum() {
    return context.reductions().maximum(new Reductions.Kernel("absolute_maximum", length, self()));
  }

  @Override
  public void close() {
    memory.close();
  }
}
