package org.stylestream.compute.image;

/**
 * Which source samples make each target sample along one side of an image, and with which weights.
 *
 * <p>Lanczos with three lobes, L(x) = sinc(x) · sinc(x / 3) for |x| &lt; 3 (C. E. Duchon, Lanczos
 * filtering in one and two dimensions, 1979). A shrinking side stretches the kernel by its factor,
 * so that it passes nothing above the target's Nyquist frequency. The weights of one target sample
 * sum to 1. Samples beyond an edge repeat the edge: their weights are added to its.
 *
 * @param starts for each target sample, the first source sample
 * @param weights for each target sample, the weights of the source samples from there on
 */
record LanczosKernel(int[] starts, float[][] weights) {
  private static final double LOBES = 3;

  /** The kernel that takes {@code source} samples to {@code target}; both at least 1. */
  static LanczosKernel between(int source, int target) {
    var starts = new int[target];
    var weights = new float[target][];
    double step = (double) source / target;
    double stretch = Math.max(1, step);
    double reach = LOBES * stretch;
    for (int i = 0; i < target; i++) {
      double centre = (i + 0.5) * step - 0.5;
      int first = (int) Math.ceil(centre - reach);
      int last = (int) Math.floor(centre + reach);
      starts[i] = clamp(first, source);
      weights[i] = weights(centre, stretch, first, last, source);
    }
    return new LanczosKernel(starts, weights);
  }

  private static float[] weights(double centre, double stretch, int first, int last, int source) {
    int start = clamp(first, source);
    var sums = new double[clamp(last, source) - start + 1];
    double total = 0;
    for (int j = first; j <= last; j++) {
      double weight = lanczos((j - centre) / stretch);
      sums[clamp(j, source) - start] += weight;
      total += weight;
    }
    var weights = new float[sums.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) (sums[k] / total);
    }
    return weights;
  }

  private static double lanczos(double x) {
    return Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  private static int clamp(int index, int size) {
    return Math.min(Math.max(index, 0), size - 1);
  }
}
