package org.stylestream.compute.features;

import java.util.List;

/**
 * Feature maps of one layer.
 *
 * @param layer its name
 * @param height of a map
 * @param width of a map
 * @param filters which, in order, from 0
 * @param values activations after ReLU, height × width × number of filters
 */
public record LayerMaps(
    String layer, int height, int width, List<Integer> filters, float[] values) {
  public LayerMaps {
    filters = List.copyOf(filters);
  }

  /**
   * One map.
   *
   * @param index into {@link #filters}
   * @return height × width activations
   */
  public float[] map(int index) {
    float[] map = new float[height * width];
    for (int i = 0; i < map.length; i++) {
      map[i] = values[i * filters.size() + index];
    }
    return map;
  }
}
