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
    for (int i = 0; i < n; i++) {
      float a0 = activation[s0 + i];
      float a1 = activation[s1 + i];
      float a2 = activation[s2 + i];
      float a3 = activation[s3 + i];
      float maximum = Math.max(Math.max(a0, a1), Math.max(a2, a3));
      if (!add) {
        dst[s0 + i] = 0f;
        dst[s1 + i] = 0f;
        dst[s2 + i] = 0f;
        dst[s3 + i] = 0f;
      }
      if (maximum > 0f) {
        int to = a0 == maximum ? s0 : a1 == maximum ? s1 : a2 == maximum ? s2 : s3;
        dst[to + i] += gradient[g + i];
      }
    }
    if (add) {
      mask(activation, dst, s0, n);
      mask(activation, dst, s1, n);
      mask(activation, dst, s2, n);
      mask(activation, dst, s3, n);
    }
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
