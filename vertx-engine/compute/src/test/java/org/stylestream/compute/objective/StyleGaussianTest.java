package org.stylestream.compute.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Distances of Gaussians by what is known of them. */
class StyleGaussianTest {
  private static final double EPSILON = 0.3;

  private final Random random = new Random(3);

  @Test
  void independentChannelsAreComparedOneByOne() {
    double[] generated = {4, 9, 0, 2.5};
    double[] style = {1, 9, 16, 0};
    double[] means = {1, -2, 3, 0.5};

    StyleGaussian.Distance distance =
        new StyleGaussian(independent(style, new double[4]), EPSILON)
            .to(independent(generated, means));

    double wanted = 0;
    for (int i = 0; i < 4; i++) {
      double a = Math.sqrt(style[i] + EPSILON);
      double b = Math.sqrt(generated[i] + EPSILON);
      wanted += (means[i] * means[i] + (a - b) * (a - b)) / 4;
      assertThat(distance.byMean()[i]).isCloseTo(means[i] / 2, within(1e-12));
      assertThat(distance.byCovariance()[i][i]).isCloseTo((1 - a / b) / 4, within(1e-4));
    }
    assertThat(distance.value()).isCloseTo(wanted, within(1e-5 * wanted));
  }

  @Test
  void theSameFeaturesAreNoDistanceApart() {
    FeatureMoments moments = moments(40, 100, 50);
    StyleGaussian.Distance distance = new StyleGaussian(moments, EPSILON).to(moments);

    assertThat(distance.value()).isCloseTo(0, within(1e-3));
    for (double[] row : distance.byCovariance()) {
      assertThat(row).containsExactly(new double[40], within(1e-6));
    }
  }

  /** The gradient holds the optimal transport's matrix T, by which T·Σ·T = Σ̂. */
  @Test
  void theGradientIsThatOfTheTransportToTheStyle() {
    assertTransport(30, 500, 400);
  }

  @Test
  void fewerPositionsThanChannelsAreNoTrouble() {
    assertTransport(96, 20, 30);
    assertTransport(96, 20, 1000);
    assertTransport(96, 1, 2);
  }

  private void assertTransport(int channels, int generatedPositions, int stylePositions) {
    FeatureMoments style = moments(channels, stylePositions, 30);
    FeatureMoments generated = moments(channels, generatedPositions, 80);
    StyleGaussian.Distance distance = new StyleGaussian(style, EPSILON).to(generated);

    double[][] transport = new double[channels][channels];
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < channels; j++) {
        transport[i][j] = (i == j ? 1 : 0) - channels * distance.byCovariance()[i][j];
      }
    }
    double[][] carried = product(product(transport, withEpsilon(generated)), transport);
    double[][] wanted = withEpsilon(style);
    double error = 0;
    double norm = 0;
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < channels; j++) {
        error += Math.pow(carried[i][j] - wanted[i][j], 2);
        norm += wanted[i][j] * wanted[i][j];
      }
    }
    assertThat(Math.sqrt(error / norm)).isLessThan(1e-3);
  }

  /** Moments of channels that are independent, by their variances and means. */
  private static FeatureMoments independent(double[] variances, double[] means) {
    int channels = means.length;
    double[] products = new double[channels * channels];
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < channels; j++) {
        products[i * channels + j] = means[i] * means[j] + (i == j ? variances[i] : 0);
      }
    }
    return new FeatureMoments(means, products);
  }

  private FeatureMoments moments(int channels, int positions, double largest) {
    FeatureMoments moments = FeatureMoments.none(channels);
    for (int p = 0; p < positions; p++) {
      float[] features = new float[channels];
      float[] gram = new float[channels * channels];
      for (int i = 0; i < channels; i++) {
        features[i] = (float) (Math.max(0, random.nextGaussian()) * largest * (i + 1) / channels);
      }
      for (int i = 0; i < gram.length; i++) {
        gram[i] = features[i / channels] * features[i % channels];
      }
      moments.add(1.0 / positions, features, gram);
    }
    return moments;
  }

  private static double[][] withEpsilon(FeatureMoments moments) {
    double[][] covariance = moments.covariance();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i][i] += EPSILON;
    }
    return covariance;
  }

  private static double[][] product(double[][] left, double[][] right) {
    double[][] product = new double[left.length][right[0].length];
    for (int i = 0; i < left.length; i++) {
      for (int k = 0; k < right.length; k++) {
        for (int j = 0; j < right[0].length; j++) {
          product[i][j] += left[i][k] * right[k][j];
        }
      }
    }
    return product;
  }
}
