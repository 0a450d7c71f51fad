package org.stylestream.compute.cpu;

/** {@link Kernels} in plain Java, which any JVM runs. */
final class PlainKernels implements Kernels {
  private final PlainProduct product;

  /**
   * @param fused whether the machine multiplies and adds in one instruction
   */
  PlainKernels(boolean fused) {
    product = new PlainProduct(fused);
    product.settle();
    PlainBlock.settle();
  }

  @Override
  public String name() {
    return "plain Java kernels";
  }

  @Override
  public int stride(int channels) {
    return channels;
  }

  @Override
  public long matrixFloats(int inner, int columns) {
    return (long) PlainProduct.padded(inner) * PlainProduct.rowLength(columns);
  }

  @Override
  public Matrices matrices(int count, int inner, int columns) {
    return new PlainMatrices(count, inner, columns);
  }

  @Override
  public Block block(int workers) {
    return new PlainBlock(product, workers);
  }

  @Override
  public GramSum gramSum() {
    return new PlainGramSum(product);
  }

  @Override
  public void maximum(float[] src, int s0, int s1, int s2, int s3, float[] dst, int d, int n) {
    for (int i = 0; i < n; i++) {
      float upper = Math.max(src[s0 + i], src[s1 + i]);
      dst[d + i] = Math.max(upper, Math.max(src[s2 + i], src[s3 + i]));
    }
  }

  @Override
  public void mean(float[] src, int s0, int s1, int s2, int s3, float[] dst, int d, int n) {
    for (int i = 0; i < n; i++) {
      dst[d + i] = 0.25f * ((src[s0 + i] + src[s1 + i]) + (src[s2 + i] + src[s3 + i]));
    }
  }

  @Override
  public void routeMaximum(
      float[] activation,
      int s0,
      int s1,
      int s2,
      int s3,
      float[] gradient,
      int g,
      float[] dst,
      int n,
      boolean add) {
    // Which run holds the maximum can't be predicted, so there is no branch on it: activations are
    // at
    // least 0, and the bits of such floats are ordered as the floats are.
    for (int i = 0; i < n; i++) {
      int a0 = Float.floatToRawIntBits(activation[s0 + i]);
      int a1 = Float.floatToRawIntBits(activation[s1 + i]);
      int a2 = Float.floatToRawIntBits(activation[s2 + i]);
      int a3 = Float.floatToRawIntBits(activation[s3 + i]);
      int maximum = Math.max(Math.max(a0, a1), Math.max(a2, a3));
      int rest = Float.floatToRawIntBits(gradient[g + i]) & ~ifBelow(maximum, 1);
      place(dst, s0 + i, rest & ~ifBelow(a0, maximum), add);
      rest &= ifBelow(a0, maximum);
      place(dst, s1 + i, rest & ~ifBelow(a1, maximum), add);
      rest &= ifBelow(a1, maximum);
      place(dst, s2 + i, rest & ~ifBelow(a2, maximum), add);
      place(dst, s3 + i, rest & ifBelow(a2, maximum), add);
    }
    if (add) {
      mask(activation, dst, s0, n);
      mask(activation, dst, s1, n);
      mask(activation, dst, s2, n);
      mask(activation, dst, s3, n);
    }
  }

  /** All bits where a < b, for numbers from 0 up; else none. */
  private static int ifBelow(int a, int b) {
    return (a - b) >> (Integer.SIZE - 1);
  }

  private static void place(float[] dst, int at, int bits, boolean add) {
    float value = Float.intBitsToFloat(bits);
    dst[at] = add ? dst[at] + value : value;
  }

  @Override
  public void routeMean(
      float[] activation,
      int s0,
      int s1,
      int s2,
      int s3,
      float[] gradient,
      int g,
      float[] dst,
      int n,
      boolean add) {
    placeQuarter(gradient, g, dst, s0, n, add);
    placeQuarter(gradient, g, dst, s1, n, add);
    placeQuarter(gradient, g, dst, s2, n, add);
    placeQuarter(gradient, g, dst, s3, n, add);
    mask(activation, dst, s0, n);
    mask(activation, dst, s1, n);
    mask(activation, dst, s2, n);
    mask(activation, dst, s3, n);
  }

  private static void placeQuarter(
      float[] gradient, int g, float[] dst, int to, int n, boolean add) {
    for (int i = 0; i < n; i++) {
      dst[to + i] = (add ? dst[to + i] : 0f) + 0.25f * gradient[g + i];
    }
  }

  @Override
  public void mask(float[] activation, float[] data, int at, int n) {
    for (int i = at; i < at + n; i++) {
      data[i] *= on(activation[i]);
    }
  }

  /** x = 0 where the activation isn't positive. */
  static void maskRow(float[] x, float[] activation, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= on(activation[i]);
    }
  }

  /**
   * 1 for a positive activation, however small, and 0 for 0: without a branch, which would not be
   * vectorised.
   */
  private static float on(float activation) {
    return Math.min(1f, activation * 1e38f * 1e38f);
  }
}
