package org.stylestream.compute.band;

import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/**
 * The layers between two pools, and how their maps are gone through.
 *
 * @param index of the block, from 0
 * @param first index of the first layer
 * @param last index of the last layer
 * @param height rows of the maps
 * @param width columns of the maps
 * @param bands from top to bottom
 */
public record BlockLayout(int index, int first, int last, int height, int width, List<Band> bands) {
  public BlockLayout {
    bands = List.copyOf(bands);
  }

  /**
   * The blocks of a network for images of height × width.
   *
   * @param bandRows most own rows of a band
   */
  public static List<BlockLayout> of(
      NetworkTopology topology, int height, int width, int bandRows) {
    List<ConvolutionLayer> layers = topology.layers();
    List<BlockLayout> blocks = new ArrayList<>();
    int first = 0;
    for (int l = 0; l < layers.size(); l++) {
      boolean ends = l + 1 == layers.size() || layers.get(l + 1).block() > layers.get(l).block();
      if (ends) {
        int rows = height >> blocks.size();
        blocks.add(
            new BlockLayout(
                blocks.size(), first, l, rows, width >> blocks.size(), Band.of(rows, bandRows)));
        first = l + 1;
      }
    }
    return List.copyOf(blocks);
  }

  /** Number of its layers. */
  public int layers() {
    return last - first + 1;
  }

  /** Whether its maps are whole, so that they stay for the gradient. */
  public boolean whole() {
    return bands.size() == 1;
  }

  /** Rows of the highest band, with its halo. */
  public int bandHeight() {
    return bands.stream().mapToInt(Band::height).max().orElseThrow();
  }
}
