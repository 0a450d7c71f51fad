package org.stylestream.compute.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/**
 * The shapes of a pass's maps.
 *
 * @param layers those that are computed
 * @param inputs what each layer takes: the image, the map below, or that map pooled
 * @param maps what each layer gives
 */
record PassShapes(List<ConvolutionLayer> layers, List<MapShape> inputs, List<MapShape> maps) {
  /** Those of a network for an image of height × width. */
  static PassShapes of(NetworkTopology topology, int height, int width) {
    List<ConvolutionLayer> layers = topology.layers();
    List<MapShape> inputs = new ArrayList<>();
    List<MapShape> maps = new ArrayList<>();
    for (ConvolutionLayer layer : layers) {
      int rows = layer.mapSide(height);
      int columns = layer.mapSide(width);
      int channels = inputs.isEmpty() ? LayerFilters.FIRST_INPUTS : layer.inputs();
      inputs.add(new MapShape(rows, columns, channels));
      maps.add(new MapShape(rows, columns, layer.outputs()));
    }
    return new PassShapes(layers, inputs, maps);
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

  /** Whether a layer's input is the image or a pooled map, and so no other layer's map. */
  boolean startsBlock(int layer) {
    return layer == 0 || layers.get(layer).block() > layers.get(layer - 1).block();
  }

  /** Elements of the largest map. */
  long largest() {
    return Stream.concat(inputs.stream(), maps.stream())
        .mapToLong(MapShape::size)
        .max()
        .orElseThrow();
  }

  /** The convolution from a layer's input to its map. */
  ConvolutionShape forward(int layer) {
    MapShape map = map(layer);
    return new ConvolutionShape(
        map.height(), map.width(), input(layer).channels(), map.channels(), true, layer == 0);
  }

  /** The convolution from the gradient at a layer's map to that at its input. */
  ConvolutionShape backward(int layer) {
    MapShape map = map(layer);
    return new ConvolutionShape(
        map.height(), map.width(), map.channels(), input(layer).channels(), false, layer == 0);
  }
}
