package org.stylestream.compute.objective;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.stylestream.compute.device.Cancellation;

/**
 * For every position of a feature map, the position of a guide's that has the largest dot product
 * with it: argmax_j x·y_j (google/deepdream, dream.ipynb, "Controlling dreams").
 */
final class GuideFeatures {
  /** More positions of a guide cost more time, and hold little that these don't. */
  private static final int MOST_POSITIONS = 1024;

  /** Rows between two looks at whether a cancel was requested. */
  private static final int ROWS = 16;

  private final int channels;
  private final int border;
  private final Cancellation cancellation;
  private final int guidePositions;

  /** Positions × channels. */
  private final float[] byPosition;

  /** Channels × positions, so that the inner loop runs over neighbours. */
  private final float[] byChannel;

  /**
   * @param guide positions × channels, row by row
   * @param guideWidth positions of a row
   * @param border positions at every edge of the feature map that are left out
   * @param cancellation asked now and then
   */
  GuideFeatures(
      float[] guide, int guideWidth, int channels, int border, Cancellation cancellation) {
    this.channels = channels;
    this.border = border;
    this.cancellation = cancellation;
    this.byPosition = thinned(guide, guideWidth, channels);
    this.guidePositions = byPosition.length / channels;
    this.byChannel = new float[byPosition.length];
    for (int i = 0; i < byPosition.length; i++) {
      byChannel[i % channels * guidePositions + i / channels] = byPosition[i];
    }
  }

  /** Every n-th position of every n-th row, so that there aren't too many. */
  private static float[] thinned(float[] guide, int width, int channels) {
    int height = guide.length / channels / width;
    int step = (int) Math.ceil(Math.sqrt((double) height * width / MOST_POSITIONS));
    int rows = (height + step - 1) / step;
    int columns = (width + step - 1) / step;
    float[] thinned = new float[rows * columns * channels];
    for (int i = 0; i < rows * columns; i++) {
      int position = (i / columns * width + i % columns) * step;
      System.arraycopy(guide, position * channels, thinned, i * channels, channels);
    }
    return thinned;
  }

  /**
   * Chooses for a feature map; both height × width × channels.
   *
   * @param selected overwritten with what is chosen; 0 within the border
   */
  void choose(float[] features, int height, int width, float[] selected) {
    Arrays.fill(selected, 0);
    for (int first = border; first < height - border; first += ROWS) {
      cancellation.check();
      IntStream.range(first, Math.min(first + ROWS, height - border))
          .parallel()
          .forEach(y -> selectRow(features, y, width, selected));
    }
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
}
