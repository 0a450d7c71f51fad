package org.stylestream.compute.objective;

import java.util.Arrays;
import java.util.List;

/** Some filters of the feature map itself, at the positions away from its edges. */
final class SelectedFilters implements Selection {
  private final int channels;
  private final List<Integer> filters;
  private final int border;

  /**
   * @param channels of the layer
   * @param filters from 0
   * @param border positions at every edge that are left out
   */
  SelectedFilters(int channels, List<Integer> filters, int border) {
    this.channels = channels;
    this.filters = List.copyOf(filters);
    this.border = border;
  }

  @Override
  public void select(float[] features, int height, int width, float[] selected) {
    Arrays.fill(selected, 0);
    for (int y = border; y < height - border; y++) {
      for (int x = border; x < width - border; x++) {
        int position = (y * width + x) * channels;
        for (int filter : filters) {
          selected[position + filter] = features[position + filter];
        }
      }
    }
  }

  @Override
  public double slope() {
    return 2;
  }
}
