package org.stylestream.compute.cpu;

import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/**
 * The layers between two pools, and how their maps are gone through.
 *
 * @param first index of the first layer
 * @param last index of the last layer
 * @param height rows of the maps
 * @param width columns of the maps
 * @param bands from top to bottom
 */
record BlockLayout(int first, int last, int height, int width, List<Band> bands) {
  /** The blocks of a network for images of height × width. */
  static List<BlockLayout> of(NetworkTopology topology, int height, int width, int bandRows) {
    List<ConvolutionLayer> layers = topology.layers();
    List<BlockLayout> blocks = new ArrayList<>();
    int first = 0;
    for (int l = 0; l < layers.size(); l++) {
      boolean ends = l + 1 == layers.size() || layers.get(l + 1).block() > layers.get(l).block();
      if (ends) {
        int rows = height >> blocks.size();
        blocks.add(
            new BlockLayout(first, l, rows, width >> blocks.size(), Band.of(rows, bandRows)));
        first = l + 1;
      }
    }
    return List.copyOf(blocks);
  }

  int layers() {
    return last - first + 1;
  }

  /** Whether its maps are whole, so that they stay for the gradient. */
  boolean whole() {
    return bands.size() == 1;
  }

  /** Rows of the highest band, with its halo. */
  int bandHeight() {
    return bands.stream().mapToInt(Band::height).max().orElseThrow();
  }
}
