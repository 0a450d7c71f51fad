package org.stylestream.compute.dream;

import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TilingNeeds;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;

/**
 * What an octave takes of a device's memory, from above: network, feature maps, images, and what
 * single filters or a guide need.
 */
final class OctaveMemory {
  /** Two iterates with gradients; content, current, best image, two shifted and two of pixels. */
  private static final int IMAGES = 13;

  /** What a guide keeps of a layer: its features and what is chosen, on the device and the host. */
  private static final int GUIDED_MAPS = 4;

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Device device;
  private final NetworkTopology topology;
  private final DreamSettings settings;
  private final boolean guided;
  private final SizeRule.Size size;

  /**
   * @param topology of the whole network
   * @param guided whether the dream has a guide
   * @param size of the octave
   */
  OctaveMemory(
      Device device,
      NetworkTopology topology,
      DreamSettings settings,
      boolean guided,
      SizeRule.Size size) {
    this.device = device;
    this.topology = topology;
    this.settings = settings;
    this.guided = guided;
    this.size = size;
  }

  /** Bytes with each tiling. */
  TilingNeeds needs() {
    return new TilingNeeds(device.tilings(), this::with);
  }

  private long with(Tiling tiling) {
    NetworkTopology computed = topology.upTo(topology.deepest(settings.layers().keySet()));
    long needed = device.memoryNeeded(computed, size.height(), size.width(), tiling);
    needed = TilingNeeds.sum(needed, IMAGES * bytes(size, Image.CHANNELS));
    for (String name : settings.layers().keySet()) {
      needed = TilingNeeds.sum(needed, chosen(topology.layer(name)));
    }
    return needed;
  }

  private static long bytes(SizeRule.Size size, int channels) {
    return Float.BYTES * channels * ((long) size.height() * size.width());
  }

  private long chosen(ConvolutionLayer layer) {
    SizeRule.Size map =
        new SizeRule.Size(layer.mapSide(size.height()), layer.mapSide(size.width()));
    if (guided) {
      long bytes = bytes(map, layer.outputs());
      return bytes / Float.BYTES > LONGEST_ARRAY ? Long.MAX_VALUE : GUIDED_MAPS * bytes;
    }
    long matrix = (long) Float.BYTES * layer.outputs() * layer.outputs();
    return settings.filters().isEmpty() ? 0 : bytes(map, 1) + 2 * matrix;
  }
}
