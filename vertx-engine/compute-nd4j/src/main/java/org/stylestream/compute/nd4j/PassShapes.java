package org.stylestream.compute.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/**
 * The shapes of a pass's maps.
 *
 * @param image of three channels
 * @param layers those that are computed
 * @param inputs what each layer takes: the map below, or that map pooled
 * @param maps what each layer gives
 */
record PassShapes(
    MapShape image, List<ConvolutionLayer> layers, List<MapShape> inputs, List<MapShape> maps) {

  /** Those of a network for an image of height × width. */
  static PassShapes of(NetworkTopology topology, int height, int width) {
    List<ConvolutionLayer> layers = topology.layers();
    MapShape image = new MapShape(height, width, layers.get(0).inputs());
    List<MapShape> inputs = new ArrayList<>();
    List<MapShape> maps = new ArrayList<>();
    for (ConvolutionLayer layer : layers) {
      int pools = layer.block() - 1;
      MapShape input = new MapShape(height >> pools, width >> pools, layer.inputs());
      inputs.add(input);
      maps.add(new MapShape(input.height(), input.width(), layer.outputs()));
    }
    return new PassShapes(image, layers, inputs, maps);
  }

  int count() {
    return layers.size();
  }

  String name(int layer) {
    return layers.get(layer).name();
  }

  MapShape input(int layer) {
    return inputs.get(layer);
  }

  MapShape map(int layer) {
    return maps.get(layer);
  }

  boolean pooledBefore(int layer) {
    return layer > 0 && layers.get(layer).block() > layers.get(layer - 1).block();
  }

  /** Elements of the largest map. */
  long largest() {
    return maps.stream().mapToLong(MapShape::size).max().orElseThrow();
  }
}
