package org.stylestream.compute.objective;

/**
 * The mean μ of a feature map's N channels over its positions, and their mean products Σ F·Fᵀ / M.
 * Unlike covariances, the moments of several maps can be averaged.
 *
 * @param mean N values
 * @param products N × N, symmetric, row by row
 */
record FeatureMoments(double[] mean, double[] products) {
  /** Zeros, to which moments are added. */
  static FeatureMoments none(int channels) {
    return new FeatureMoments(new double[channels], new double[channels * channels]);
  }

  /**
   * Adds factor times the sums over a map.
   *
   * @param sums Σ F, N values
   * @param gram Σ F·Fᵀ, N × N
   */
  FeatureMoments add(double factor, float[] sums, float[] gram) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] += factor * sums[i];
    }
    for (int i = 0; i < products.length; i++) {
      products[i] += factor * gram[i];
    }
    return this;
  }

  int channels() {
    return mean.length;
  }

  /** Σ F·Fᵀ / M − μ·μᵀ, row by row. */
  double[][] covariance() {
    int channels = channels();
    double[][] covariance = new double[channels][channels];
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < channels; j++) {
        covariance[i][j] = products[i * channels + j] - mean[i] * mean[j];
      }
    }
    return covariance;
  }

  /** Below this, what a covariance has on its diagonal is the rounding of sums in float32. */
  double rounding() {
    double largest = 0;
    for (int i = 0; i < channels(); i++) {
      largest = Math.max(largest, products[i * channels() + i]);
    }
    return 1e-6 * largest;
  }
}
