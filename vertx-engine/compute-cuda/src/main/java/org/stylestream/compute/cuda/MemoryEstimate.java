package org.stylestream.compute.cuda;

import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/** The memory of the GPU that a network and a pass with gradients take, from above. */
final class MemoryEstimate {
  /** The largest map twice for gradients, and once with weights. */
  private static final int SCRATCH_MAPS = 3;

  /** What the driver and the libraries take beside what they are asked for. */
  private static final long LIBRARY_BYTES = 512L << 20;

  private MemoryEstimate() {}

  /**
   * Bytes for an image of height × width.
   *
   * @return {@link Long#MAX_VALUE} where a map has more positions or rows than kernels count
   */
  static long bytes(NetworkTopology topology, int height, int width) {
    if ((long) height * width > Integer.MAX_VALUE || height > CudaDevice.MOST_ROWS) {
      return Long.MAX_VALUE;
    }
    PassShapes shapes = PassShapes.of(topology, height, width);
    long floats = SCRATCH_MAPS * shapes.largest();
    for (int l = 0; l < shapes.count(); l++) {
      ConvolutionLayer layer = shapes.layers().get(l);
      long filter = 9L * shapes.input(l).channels() * layer.outputs();
      floats += 2 * filter + layer.outputs() + shapes.map(l).size();
      floats += shapes.startsBlock(l) ? shapes.input(l).size() : 0;
    }
    return floats * Float.BYTES + Convolutions.MOST_WORKSPACE_BYTES + LIBRARY_BYTES;
  }
}
