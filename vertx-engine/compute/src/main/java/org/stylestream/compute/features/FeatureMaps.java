package org.stylestream.compute.features;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/**
 * What a network's filters answer to an image.
 *
 * @param layers whose maps are wanted, from the image upwards
 * @param filters of every layer, from 0; empty for all
 */
public record FeatureMaps(List<String> layers, List<Integer> filters) {
  public FeatureMaps {
    layers = layers.stream().map(NetworkTopology::canonicalName).distinct().sorted().toList();
    filters = filters.stream().distinct().sorted().toList();
  }

  /**
   * Checks the wish against a network, before anything is loaded.
   *
   * @throws IllegalArgumentException if it lacks a layer or a filter, or the image is too small
   */
  public void check(NetworkTopology topology, int height, int width) {
    for (String name : layers) {
      ConvolutionLayer layer = topology.layer(name);
      filters.forEach(layer::requireFilter);
    }
    if (Math.min(height, width) < NetworkTopology.SMALLEST_SIDE) {
      throw new IllegalArgumentException(
          "the picture would be %d×%d; both sides must be at least %d pixels"
              .formatted(width, height, NetworkTopology.SMALLEST_SIDE));
    }
  }

  /** The filters of a layer that are wanted. */
  public List<Integer> filters(ConvolutionLayer layer) {
    return filters.isEmpty() ? IntStream.range(0, layer.outputs()).boxed().toList() : filters;
  }

  /** Values of a layer's maps that are wanted, for an image of height × width. */
  public long elements(ConvolutionLayer layer, int height, int width) {
    return NetworkTopology.positions(layer, height, width) * filters(layer).size();
  }

  /** An estimate, from above, of the memory that {@link #measure} takes, in bytes. */
  public long memoryNeeded(Device device, NetworkTopology topology, int height, int width) {
    long needed = device.memoryNeeded(topology.upTo(topology.deepest(layers)), height, width);
    for (String name : layers) {
      ConvolutionLayer layer = topology.layer(name);
      needed += Float.BYTES * NetworkTopology.positions(layer, height, width) * layer.outputs();
      needed += 2 * Float.BYTES * elements(layer, height, width);
    }
    return needed;
  }

  /**
   * Runs an image through a network and hands over the maps, layer by layer from the image upwards.
   *
   * @throws org.stylestream.compute.device.CancelledException soon after a cancel was requested
   */
  public void measure(
      Device device,
      NetworkWeights weights,
      Image image,
      Consumer<LayerMaps> target,
      Cancellation cancellation) {
    String deepest = weights.topology().deepest(layers);
    Map<String, Vector> copies = new HashMap<>();
    try (FeatureNetwork network = device.load(weights, Pooling.MAX, deepest);
        Vector pixels = device.vector(image.pixels().length);
        FeaturePass pass = network.prepare(image.height(), image.width(), layers, false)) {
      pixels.write(image.pixels());
      pass.forward(
          pixels,
          (layer, map) -> map.copyTo(copies.computeIfAbsent(layer, name -> room(device, map))),
          cancellation);
      for (String layer : layers) {
        target.accept(maps(network.topology().layer(layer), image, copies.get(layer)));
      }
    } finally {
      copies.values().forEach(Vector::close);
    }
  }

  private static Vector room(Device device, FeatureMap map) {
    return device.vector(
        Math.multiplyExact(Math.multiplyExact(map.height(), map.width()), map.channels()));
  }

  private LayerMaps maps(ConvolutionLayer layer, Image image, Vector features) {
    float[] all = new float[features.length()];
    features.read(all);
    List<Integer> wanted = filters(layer);
    int height = layer.mapSide(image.height());
    int width = layer.mapSide(image.width());
    float[] values = new float[height * width * wanted.size()];
    for (int i = 0; i < values.length; i++) {
      int position = i / wanted.size();
      values[i] = all[position * layer.outputs() + wanted.get(i % wanted.size())];
    }
    return new LayerMaps(layer.name(), height, width, wanted, values);
  }
}
