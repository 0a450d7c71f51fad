package org.stylestream.compute.cpu;

import java.util.Arrays;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;

/** The gradient at a tap; the first term overwrites what the buffer held. */
final class CpuFeatureGradient implements FeatureGradient {
  private final Team team;
  private final GramMatrix grams;
  private final Matrices right;
  private final Tensor gradient;
  private boolean written;

  /**
   * @param right room for a matrix of channels × channels
   * @param gradient where the gradient goes
   */
  CpuFeatureGradient(Team team, GramMatrix grams, Matrices right, Tensor gradient) {
    this.team = team;
    this.grams = grams;
    this.right = right;
    this.gradient = gradient;
  }

  Tensor gradient() {
    return gradient;
  }

  /** Whether a term was added. */
  boolean written() {
    return written;
  }

  private Tensor features(FeatureMap features) {
    if (features instanceof CpuFeatureMap own
        && own.height() == gradient.height()
        && own.width() == gradient.width()
        && own.channels() == gradient.channels()) {
      return own.tensor();
    }
    throw new IllegalArgumentException("the feature map isn't the one at this gradient's tap");
  }

  @Override
  public void addProduct(double factor, FeatureMap features, Vector matrix) {
    Tensor tensor = features(features);
    int channels = tensor.channels();
    float[] d = CpuVector.array(matrix, channels * channels);
    grams.addProduct(factor, tensor, d, right, gradient, !written);
    written = true;
  }

  @Override
  public void addProduct(double factor, FeatureMap features, Vector weights, Vector matrix) {
    Tensor tensor = features(features);
    int channels = tensor.channels();
    float[] values = CpuVector.array(weights, features.height() * features.width());
    float[] d = CpuVector.array(matrix, channels * channels);
    int first = features.firstRow() * features.width();
    grams.addProduct(factor, tensor, values, first, d, right, gradient, !written);
    written = true;
  }

  @Override
  public void addDifference(double factor, FeatureMap features, Vector target) {
    Tensor tensor = features(features);
    int channels = tensor.channels();
    float[] p = CpuVector.array(target, tensor.positions() * channels);
    clear();
    float f = (float) factor;
    float[] to = gradient.data();
    float[] from = tensor.data();
    team.run(
        tensor.height(),
        (worker, y) -> {
          for (int x = 0; x < tensor.width(); x++) {
            int at = tensor.offset(y, x);
            int dense = (y * tensor.width() + x) * channels;
            for (int c = 0; c < channels; c++) {
              to[at + c] += f * (from[at + c] - p[dense + c]);
            }
          }
        });
  }

  @Override
  public void addInside(double factor, FeatureMap features, int border) {
    Tensor tensor = features(features);
    clear();
    float f = (float) factor;
    float[] to = gradient.data();
    float[] from = tensor.data();
    int end = tensor.width() - border;
    if (end <= border) {
      return;
    }
    team.run(
        Math.max(0, tensor.height() - 2 * border),
        (worker, row) -> {
          int last = tensor.offset(border + row, end);
          for (int at = tensor.offset(border + row, border); at < last; at++) {
            to[at] += f * from[at];
          }
        });
  }

  private void clear() {
    if (!written) {
      Arrays.fill(gradient.data(), 0, gradient.size(), 0f);
      written = true;
    }
  }
}
