package org.stylestream.compute.cpu;

/**
 * The inner loops: one implementation on the Vector API, one in plain Java. Stateless, shared by
 * all threads.
 */
public interface Kernels {
  /** What they are, for people. */
  String name();

  /**
   * Floats that a position of a feature map takes; those beyond {@code channels} are always zero.
   */
  int stride(int channels);

  /** Floats that a right operand takes. */
  long matrixFloats(int inner, int columns);

  /** Right operands of products, of zeros. */
  Matrices matrices(int count, int inner, int columns);

  /**
   * Left operands and results of products.
   *
   * @param workers how many threads transform rows of it at once
   */
  Block block(int workers);

  /** An accumulator of Fᵀ·F. */
  GramSum gramSum();

  /** dst = max of four runs of src, for {@code n} floats, a whole number of positions' strides. */
  void maximum(float[] src, int s0, int s1, int s2, int s3, float[] dst, int d, int n);

  /** dst = mean of four runs of src. */
  void mean(float[] src, int s0, int s1, int s2, int s3, float[] dst, int d, int n);

  /**
   * Gives {@code gradient} to the first of four runs that holds the maximum of the activations, if
   * that is positive: max-pooling and the ReLU before it, backwards.
   *
   * @param add whether dst holds a gradient already, which then is masked by the ReLU too
   */
  void routeMaximum(
      float[] activation,
      int s0,
      int s1,
      int s2,
      int s3,
      float[] gradient,
      int g,
      float[] dst,
      int n,
      boolean add);

  /** Gives a quarter of {@code gradient} to each of four runs where its activation is positive. */
  void routeMean(
      float[] activation,
      int s0,
      int s1,
      int s2,
      int s3,
      float[] gradient,
      int g,
      float[] dst,
      int n,
      boolean add);

  /** data = 0 where the activation at the same index isn't positive. */
  void mask(float[] activation, float[] data, int at, int n);
}
