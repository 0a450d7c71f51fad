package org.stylestream.compute.features;

import java.util.List;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.network.ConvolutionLayer;

/** The maps of a layer that are wanted, while they come band by band. */
final class GatheredMaps {
  private final ConvolutionLayer layer;
  private final List<Integer> filters;
  private final int height;
  private final int width;
  private final float[] values;
  private int rows;

  /**
   * @param filters wanted
   * @param height of the image
   * @param width of the image
   */
  GatheredMaps(ConvolutionLayer layer, List<Integer> filters, int height, int width) {
    this.layer = layer;
    this.filters = filters;
    this.height = layer.mapSide(height);
    this.width = layer.mapSide(width);
    this.values =
        new float[Math.multiplyExact(Math.multiplyExact(this.height, this.width), filters.size())];
  }

  void add(FeatureMap band) {
    float[] shown = new float[band.rows() * width * layer.outputs()];
    band.read(shown);
    int to = band.firstRow() * width * filters.size();
    for (int from = 0; from < shown.length; from += layer.outputs()) {
      for (int filter : filters) {
        values[to++] = shown[from + filter];
      }
    }
    rows += band.rows();
  }

  boolean complete() {
    return rows == height;
  }

  LayerMaps maps() {
    return new LayerMaps(layer.name(), height, width, filters, values);
  }
}
