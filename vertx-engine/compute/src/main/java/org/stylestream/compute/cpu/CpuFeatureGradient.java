package org.stylestream.compute.cpu;

import java.util.Arrays;
import org.stylestream.compute.band.TapGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;

/** The gradient at a tap; the first term overwrites what the buffer held. */
final class CpuFeatureGradient implements TapGradient {
  private final Team team;
  private final GramMatrix grams;
  private final Matrices right;
  private final CpuFeatureMap shown;
  private final Tensor gradient;
  private boolean written;

  /**
   * @param right room for a matrix of channels × channels
   * @param shown the features that the gradient is taken with respect to
   * @param gradient where the gradient goes, laid out in its array as the features are in theirs
   */
  CpuFeatureGradient(
      Team team, GramMatrix grams, Matrices right, CpuFeatureMap shown, Tensor gradient) {
    this.team = team;
    this.grams = grams;
    this.right = right;
    this.shown = shown;
    this.gradient = gradient;
  }

  @Override
  public boolean written() {
    return written;
  }

  private Tensor features(FeatureMap features) {
    if (features == shown) {
      return shown.tensor();
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
  public void addToAll(double factor, FeatureMap features, Vector row) {
    addToAll(features, row, position -> (float) factor);
  }

  @Override
  public void addToAll(double factor, FeatureMap features, Vector weights, Vector row) {
    float[] values = CpuVector.array(weights, features.height() * features.width());
    int first = features.firstRow() * features.width();
    addToAll(features, row, position -> (float) (factor * values[first + position]));
  }

  private void addToAll(FeatureMap features, Vector row, PositionFactor factors) {
    Tensor tensor = features(features);
    float[] values = CpuVector.array(row, tensor.channels());
    clear();
    float[] to = gradient.data();
    team.run(
        tensor.height(),
        (worker, y) -> {
          for (int x = 0; x < tensor.width(); x++) {
            int at = tensor.offset(y, x);
            float f = factors.of(y * tensor.width() + x);
            for (int c = 0; c < values.length; c++) {
              to[at + c] += f * values[c];
            }
          }
        });
  }

  @Override
  public void addDifference(double factor, FeatureMap features, Vector target) {
    Tensor tensor = features(features);
    int channels = tensor.channels();
    float[] p = CpuVector.array(target, shown.denseLength());
    clear();
    float f = (float) factor;
    float[] to = gradient.data();
    float[] from = tensor.data();
    team.run(
        tensor.height(),
        (worker, y) -> {
          for (int x = 0; x < tensor.width(); x++) {
            int at = tensor.offset(y, x);
            int dense = shown.denseStart() + (y * tensor.width() + x) * channels;
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
    int first = shown.firstInside(border);
    team.run(
        shown.rowsInside(border),
        (worker, row) -> {
          int last = tensor.offset(first + row, end);
          for (int at = tensor.offset(first + row, border); at < last; at++) {
            to[at] += f * from[at];
          }
        });
  }

  private void clear() {
    if (!written) {
      int start = gradient.start();
      Arrays.fill(gradient.data(), start, start + gradient.size(), 0f);
      written = true;
    }
  }
}
