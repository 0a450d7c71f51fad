package org.stylestream.compute.objective;

import java.util.Optional;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.ConvolutionLayer;

/**
 * A region as a layer sees it: guided Gram matrices are those of features that were multiplied by a
 * guide T whose squares sum to a constant (L. Gatys et al., Controlling Perceptual Factors in
 * Neural Style Transfer, CVPR 2017, section 4, equations 3–5). The paper's Σ T² = 1 is Σ T² = M
 * here, the number of positions, so that a region's Gram matrix is as large as a whole picture's.
 */
final class Guide {
  private Guide() {}

  /**
   * T², height × width of the layer; empty where the layer sees nothing of the region. A position's
   * guide is the region's mean over the pixels that pooling joins in it.
   *
   * @param region 0–1, of the image's size
   */
  static Optional<float[]> weights(Plane region, ConvolutionLayer layer) {
    int cell = 1 << (layer.block() - 1);
    int height = region.height() / cell;
    int width = region.width() / cell;
    float[] weights = new float[height * width];
    double sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double guide = mean(region, y * cell, x * cell, cell);
        weights[y * width + x] = (float) (guide * guide);
        sum += guide * guide;
      }
    }
    if (!(sum > 0)) {
      return Optional.empty();
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= (float) (weights.length / sum);
    }
    return Optional.of(weights);
  }

  private static double mean(Plane region, int fromY, int fromX, int cell) {
    double sum = 0;
    for (int y = fromY; y < fromY + cell; y++) {
      for (int x = fromX; x < fromX + cell; x++) {
        sum += region.at(y, x);
      }
    }
    return sum / ((double) cell * cell);
  }
}
