package org.stylestream.compute.objective;

/**
 * The Gaussian N(μ̂, Σ̂) of a style's features, and how far that of other features is from it: the
 * squared Wasserstein distance of order 2, |μ − μ̂|² + tr(Σ + Σ̂ − 2·(Σ̂^½·Σ·Σ̂^½)^½), as a mean
 * over the N channels (I. Olkin, F. Pukelsheim, The Distance between Two Random Vectors with Given
 * Dispersion Matrices, Linear Algebra and its Applications 48, 1982). Both covariances have ε added
 * to their diagonals.
 *
 * <p>With Σ̂ = UᵀU the root's trace is that of S = (U·Σ·Uᵀ)^½ too, which has the same eigenvalues,
 * and the distance's gradient by Σ is I − UᵀS⁻¹U: UᵀS⁻¹U is the matrix of the optimal transport.
 */
final class StyleGaussian {
  /**
   * Of what S is the root of, a part of it that is lost in double precision anyway is added to its
   * diagonal: where Σ or Σ̂ are nearly singular (a map may have fewer positions than channels), S⁻¹
   * stays finite.
   */
  private static final double ROUNDING = 1e-15;

  /** Rows of which a part stays in the first cache while columns go by. */
  private static final int CACHED_ROWS = 16;

  /**
   * A distance with its gradient.
   *
   * @param value of the distance
   * @param byMean its gradient by μ where Σ stays, 2·(μ − μ̂)/N
   * @param byCovariance its gradient by Σ, (I − UᵀS⁻¹U)/N, symmetric
   */
  record Distance(double value, double[] byMean, double[][] byCovariance) {}

  private final int channels;
  private final double epsilon;
  private final double[] mean;
  private final double[][] upper;
  private final double[][] product;
  private final double trace;

  /**
   * @param epsilon ε, above 0
   */
  StyleGaussian(FeatureMoments style, double epsilon) {
    this.epsilon = epsilon;
    channels = style.channels();
    mean = style.mean();
    double[][] covariance = covariance(style, factor(style));
    trace = trace(covariance);
    upper = Cholesky.upper(covariance);
    product = timesTranspose(upper);
  }

  private static double[][] factor(FeatureMoments moments) {
    return Cholesky.ofRank(moments.covariance(), moments.rounding());
  }

  /** CᵀC + ε·I */
  private double[][] covariance(FeatureMoments moments, double[][] factor) {
    double[][] covariance = timesTranspose(transpose(factor, moments.channels()));
    for (int i = 0; i < channels; i++) {
      covariance[i][i] += epsilon;
    }
    return covariance;
  }

  /** The distance of the Gaussian with these moments. */
  Distance to(FeatureMoments generated) {
    double[][] factor = factor(generated);
    double generatedTrace = channels * epsilon;
    for (double[] row : factor) {
      for (double value : row) {
        generatedTrace += value * value;
      }
    }
    double shift = ROUNDING * trace * (trace + generatedTrace);
    double[][] squared = squared(factor, shift);
    double squaredTrace = trace(squared);
    Tridiagonal reduced = new Tridiagonal(squared);
    double[][] inverseRoot = reduced.inverseRoot(shift, squaredTrace);
    double rootTrace = reduced.trace(inverseRoot);

    double[] byMean = new double[channels];
    double meanDistance = 0;
    for (int i = 0; i < channels; i++) {
      double difference = generated.mean()[i] - mean[i];
      byMean[i] = 2 * difference / channels;
      meanDistance += difference * difference;
    }
    double distance = meanDistance + generatedTrace + trace - 2 * rootTrace;
    return new Distance(distance / channels, byMean, byCovariance(transport(reduced, inverseRoot)));
  }

  /** S² = U·(CᵀC + ε·I)·Uᵀ + shift·I = (U·Cᵀ)·(U·Cᵀ)ᵀ + ε·U·Uᵀ + shift·I */
  private double[][] squared(double[][] factor, double shift) {
    double[][] columns = transpose(factor, channels);
    double[][] left = new double[channels][factor.length];
    for (int i = 0; i < channels; i++) {
      RowSum.add(left[i], upper[i], columns, i, channels, 0, factor.length);
    }
    double[][] squared = timesTranspose(left);
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < channels; j++) {
        squared[i][j] += epsilon * product[i][j];
      }
      squared[i][i] += shift;
    }
    return squared;
  }

  /** UᵀS⁻¹U = (QᵀU)ᵀ·X·(QᵀU), with S² = Q·T·Qᵀ and X = T^−½; its upper triangle. */
  private double[][] transport(Tridiagonal reduced, double[][] inverseRoot) {
    double[][] right = new double[channels][];
    for (int i = 0; i < channels; i++) {
      right[i] = upper[i].clone();
    }
    reduced.applyTransposed(right);
    double[][] middle = new double[channels][channels];
    for (int i = 0; i < channels; i++) {
      RowSum.add(middle[i], inverseRoot[i], right, 0, channels, 0, channels);
    }
    return upperProduct(transpose(right, channels), middle);
  }

  private double[][] byCovariance(double[][] transport) {
    double[][] gradient = new double[channels][channels];
    for (int i = 0; i < channels; i++) {
      for (int j = i; j < channels; j++) {
        gradient[i][j] = ((i == j ? 1 : 0) - transport[i][j]) / channels;
        gradient[j][i] = gradient[i][j];
      }
    }
    return gradient;
  }

  /** A·Aᵀ */
  private static double[][] timesTranspose(double[][] left) {
    double[][] product = upperProduct(left, transpose(left, left[0].length));
    for (int i = 0; i < product.length; i++) {
      for (int j = 0; j < i; j++) {
        product[i][j] = product[j][i];
      }
    }
    return product;
  }

  /** The upper triangle of the symmetric A·B. */
  private static double[][] upperProduct(double[][] left, double[][] right) {
    int size = left.length;
    double[][] product = new double[size][size];
    for (int i = 0; i < size; i++) {
      RowSum.add(product[i], left[i], right, 0, right.length, i, size);
    }
    return product;
  }

  /**
   * @param columns of the matrix, which may have no rows
   */
  private static double[][] transpose(double[][] matrix, int columns) {
    double[][] transposed = new double[columns][matrix.length];
    for (int from = 0; from < matrix.length; from += CACHED_ROWS) {
      int to = Math.min(matrix.length, from + CACHED_ROWS);
      for (int j = 0; j < columns; j++) {
        for (int i = from; i < to; i++) {
          transposed[j][i] = matrix[i][j];
        }
      }
    }
    return transposed;
  }

  private static double trace(double[][] matrix) {
    double trace = 0;
    for (int i = 0; i < matrix.length; i++) {
      trace += matrix[i][i];
    }
    return trace;
  }
}
