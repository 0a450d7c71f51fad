package org.stylestream.compute.features;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TilingNeeds;
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

  /**
   * An estimate, from above, of the memory that {@link #measure} takes with each of a device's
   * tilings, in bytes: network and pass, the wanted maps of a block's layers, a band on the host,
   * and two copies of a layer's maps for whoever gets them.
   */
  public TilingNeeds memory(Device device, NetworkTopology topology, int height, int width) {
    long maps =
        Float.BYTES
            * (mostOfABlock(topology, height, width)
                + 2 * most(layer -> elements(layer, height, width), topology));
    return new TilingNeeds(
        device.tilings(),
        tiling -> {
          long pass =
              device.memoryNeeded(topology.upTo(topology.deepest(layers)), height, width, tiling);
          long band = most(layer -> band(layer, height, width, tiling), topology);
          return TilingNeeds.sum(pass, maps + Float.BYTES * band);
        });
  }

  private long most(ToLongFunction<ConvolutionLayer> floats, NetworkTopology topology) {
    return layers.stream().map(topology::layer).mapToLong(floats).max().orElse(0);
  }

  private long mostOfABlock(NetworkTopology topology, int height, int width) {
    return layers.stream()
        .map(topology::layer)
        .collect(
            Collectors.groupingBy(
                ConvolutionLayer::block,
                Collectors.summingLong(layer -> elements(layer, height, width))))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  private static long band(ConvolutionLayer layer, int height, int width, Tiling tiling) {
    long rows = Math.min(layer.mapSide(height), tiling.bandRows());
    return rows * layer.mapSide(width) * layer.outputs();
  }

  /**
   * {@link #measure(Device, NetworkWeights, Image, Tiling, Consumer, Cancellation)} of whole maps.
   */
  public void measure(
      Device device,
      NetworkWeights weights,
      Image image,
      Consumer<LayerMaps> target,
      Cancellation cancellation) {
    measure(device, weights, image, Tiling.WHOLE, target, cancellation);
  }

  /**
   * Runs an image through a network and hands over the maps, layer by layer from the image upwards.
   *
   * @param tiling how the network goes through its maps
   * @throws org.stylestream.compute.device.CancelledException soon after a cancel was requested
   */
  public void measure(
      Device device,
      NetworkWeights weights,
      Image image,
      Tiling tiling,
      Consumer<LayerMaps> target,
      Cancellation cancellation) {
    String deepest = weights.topology().deepest(layers);
    Map<String, GatheredMaps> gathered = new HashMap<>();
    try (FeatureNetwork network = device.load(weights, Pooling.MAX, deepest);
        Vector pixels = device.vector(image.pixels().length);
        FeaturePass pass = network.prepare(image.height(), image.width(), layers, false, tiling)) {
      pixels.write(image.pixels());
      pass.forward(
          pixels,
          (name, band) -> {
            GatheredMaps maps =
                gathered.computeIfAbsent(name, any -> room(network.topology().layer(name), image));
            maps.add(band);
            if (maps.complete()) {
              gathered.remove(name);
              target.accept(maps.maps());
            }
          },
          cancellation);
    }
  }

  private GatheredMaps room(ConvolutionLayer layer, Image image) {
    return new GatheredMaps(layer, filters(layer), image.height(), image.width());
  }
}
