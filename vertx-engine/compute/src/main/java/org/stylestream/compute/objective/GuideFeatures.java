package org.stylestream.compute.objective;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * For every position of a feature map, the position of a guide's that has the largest dot product
 * with it: argmax_j x·y_j (google/deepdream, dream.ipynb, "Controlling dreams").
 */
final class GuideFeatures implements Selection {
  private final int channels;
  private final int border;
  private final int guidePositions;

  /** Channels × positions, so that the inner loop runs over neighbours. */
  private final float[] byChannel;

  /** Positions × channels. */
  private final float[] byPosition;

  /**
   * @param guide positions × channels
   * @param border positions at every edge of the feature map that are left out
   */
  GuideFeatures(float[] guide, int channels, int border) {
    this.channels = channels;
    this.border = border;
    this.guidePositions = guide.length / channels;
    this.byPosition = guide;
    this.byChannel = new float[guide.length];
    for (int position = 0; position < guidePositions; position++) {
      for (int channel = 0; channel < channels; channel++) {
        byChannel[channel * guidePositions + position] = guide[position * channels + channel];
      }
    }
  }

  @Override
  public void select(float[] features, int height, int width, float[] selected) {
    Arrays.fill(selected, 0);
    IntStream.range(border, Math.max(border, height - border))
        .parallel()
        .forEach(y -> selectRow(features, y, width, selected));
  }

  private void selectRow(float[] features, int y, int width, float[] selected) {
    float[] products = new float[guidePositions];
    for (int x = border; x < width - border; x++) {
      int position = (y * width + x) * channels;
      multiply(features, position, products);
      System.arraycopy(byPosition, largest(products) * channels, selected, position, channels);
    }
  }

  private void multiply(float[] features, int position, float[] products) {
    Arrays.fill(products, 0);
    for (int channel = 0; channel < channels; channel++) {
      float value = features[position + channel];
      if (value == 0) {
        continue;
      }
      int from = channel * guidePositions;
      for (int j = 0; j < guidePositions; j++) {
        products[j] += value * byChannel[from + j];
      }
    }
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  @Override
  public double slope() {
    return 1;
  }
}
