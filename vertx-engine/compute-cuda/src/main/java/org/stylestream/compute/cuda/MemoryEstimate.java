package org.stylestream.compute.cuda;

import org.stylestream.compute.band.BlockLayout;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/** The memory of the GPU that a network and a pass with gradients take, from above. */
final class MemoryEstimate {
  /** The largest map twice for gradients, and once with weights. */
  private static final int SCRATCH_MAPS = 3;

  /** What the driver and the libraries take beside what they are asked for. */
  static final long LIBRARY_BYTES = 512L << 20;

  /** Elements of a map that cuDNN describes. */
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE;

  /** Workspaces that grew by doubling take twice the largest. */
  static final long WORKSPACE_BYTES = 2 * Convolutions.MOST_WORKSPACE_BYTES;

  /** Rows of a map that a kernel goes through: a grid has no more. */
  private static final int MOST_ROWS = 65_535;

  private MemoryEstimate() {}

  /**
   * Bytes for an image of height × width.
   *
   * @return {@link Long#MAX_VALUE} where a map has more elements than cuDNN takes, or more rows
   *     than kernels count
   */
  static long bytes(NetworkTopology topology, int height, int width, Tiling tiling) {
    PassLayout layout = CudaFeatureNetwork.layout(topology, height, width, tiling);
    BlockLayout first = layout.blocks().get(0);
    long positions = (long) first.bandHeight() * width;
    boolean countable = LayerFilters.FIRST_INPUTS * positions <= MOST_ELEMENTS;
    if (!countable || layout.scratch() > MOST_ELEMENTS || first.bandHeight() > MOST_ROWS) {
      return Long.MAX_VALUE;
    }
    long floats = LayerFilters.FIRST_INPUTS * positions + maps(layout);
    for (ConvolutionLayer layer : layout.layers()) {
      long inputs = Math.max(layer.inputs(), LayerFilters.FIRST_INPUTS);
      floats += 2 * 9 * inputs * layer.outputs() + layer.outputs();
    }
    return floats * Float.BYTES + WORKSPACE_BYTES + LIBRARY_BYTES;
  }

  private static long maps(PassLayout layout) {
    long floats = SCRATCH_MAPS * layout.scratch() + layout.carry();
    for (int i = 0; i < layout.depth(); i++) {
      floats += layout.shared(i);
    }
    for (BlockLayout block : layout.blocks()) {
      floats += layout.pooled(block);
      for (int l = block.first(); l <= block.last() && block.whole(); l++) {
        floats += layout.map(block, l);
      }
    }
    return floats;
  }
}
