package org.stylestream.compute.nd4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.stylestream.compute.device.Vector;

/** A vector in native memory. */
final class Nd4jVector implements Vector {
  private final Reduction reduction;
  private final Scratch scratch;
  private final NativeFloats floats;

  Nd4jVector(Reduction reduction, Scratch scratch, int length) {
    if (length < 1) {
      throw new IllegalArgumentException(
          "a vector of " + length + " elements; it must have at least 1");
    }
    this.reduction = reduction;
    this.scratch = scratch;
    floats = new NativeFloats(length);
  }

  /**
   * The memory of a vector.
   *
   * @throws IllegalArgumentException if it is another device's or of another length
   */
  static NativeFloats floats(Vector vector, int length) {
    if (!(vector instanceof Nd4jVector own)) {
      throw new IllegalArgumentException(
          "the vector is another device's; the ND4J device takes only its own");
    }
    if (own.floats.length() != length) {
      throw new IllegalArgumentException(
          "a vector of %d elements where %d are needed".formatted(own.floats.length(), length));
    }
    return own.floats;
  }

  /** y += factor · x */
  static void axpy(double factor, INDArray x, INDArray y) {
    Nd4j.getBlasWrapper().level1().axpy(x.length(), factor, x, y);
  }

  private INDArray flat(Vector other) {
    return floats(other, length()).flat();
  }

  @Override
  public int length() {
    return floats.length();
  }

  @Override
  public void write(float[] source) {
    try (INDArray staged = Nd4j.createFromArray(source)) {
      floats.flat().assign(staged);
    }
  }

  @Override
  public void read(float[] target) {
    System.arraycopy(floats.flat().toFloatVector(), 0, target, 0, length());
  }

  @Override
  public void fill(float value) {
    floats.flat().assign(value);
  }

  @Override
  public void copy(Vector source) {
    floats.flat().assign(flat(source));
  }

  @Override
  public void scale(double factor) {
    floats.flat().muli(factor);
  }

  @Override
  public void axpy(double factor, Vector x) {
    axpy(factor, flat(x), floats.flat());
  }

  @Override
  public void blend(double keep, double factor, Vector x) {
    INDArray added = flat(x);
    if (added == floats.flat()) {
      scale(keep + factor);
      return;
    }
    scale(keep);
    axpy(factor, added, floats.flat());
  }

  @Override
  public void blendSquare(double keep, double factor, Vector x) {
    INDArray square = scratch.of(length()).flat();
    square.assign(flat(x)).muli(square);
    scale(keep);
    axpy(factor, square, floats.flat());
  }

  @Override
  public void multiply(Vector x) {
    floats.flat().muli(flat(x));
  }

  @Override
  public void descend(double step, Vector numerator, Vector squared, double epsilon) {
    INDArray quotient = scratch.of(length()).flat();
    Transforms.sqrt(quotient.assign(flat(squared)), false);
    quotient.addi(epsilon).rdivi(flat(numerator));
    axpy(-step, quotient, floats.flat());
  }

  @Override
  public void combine(double[] factors, List<? extends Vector> vectors) {
    if (factors.length != vectors.size()) {
      throw new IllegalArgumentException(
          "%d factors for %d vectors".formatted(factors.length, vectors.size()));
    }
    INDArray sum = scratch.of(length()).flat();
    sum.assign(0);
    for (int i = 0; i < factors.length; i++) {
      axpy(factors[i], flat(vectors.get(i)), sum);
    }
    floats.flat().assign(sum);
  }

  @Override
  public void clamp(float low, float high) {
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(floats.flat())
            .addOutputs(floats.flat())
            .addFloatingPointArguments((double) low, (double) high)
            .build());
  }

  @Override
  public double dot(Vector other) {
    return reduction.dot(floats, floats(other, length()));
  }

  @Override
  public void dots(List<? extends Vector> others, double[] results) {
    for (int i = 0; i < others.size(); i++) {
      results[i] = dot(others.get(i));
    }
  }

  @Override
  public double absoluteSum() {
    return reduction.absoluteSum(floats);
  }

  @Override
  public double absoluteMaximum() {
    return Double.isNaN(absoluteSum()) ? Double.NaN : floats.flat().amaxNumber().doubleValue();
  }

  @Override
  public void close() {
    floats.close();
  }
}
