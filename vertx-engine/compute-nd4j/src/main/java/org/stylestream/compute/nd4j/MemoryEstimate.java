package org.stylestream.compute.nd4j;

import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/** The native memory that a network and a pass with gradients take, from above. */
final class MemoryEstimate {
  /** Image, means, and scratch of vectors and of the total variation. */
  private static final int IMAGES = 4;

  private MemoryEstimate() {}

  /**
   * Bytes for an image of height × width.
   *
   * @return {@link Long#MAX_VALUE} where a map has more elements than ND4J can count
   */
  static long bytes(NetworkTopology topology, int height, int width) {
    PassShapes shapes = PassShapes.of(topology, height, width);
    if (shapes.largest() > Integer.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long image = NativeFloats.bytes(shapes.image().length());
    long bytes = IMAGES * image + Nd4jTotalVariation.bytes(shapes.image().length());
    long largestFilter = 0;
    for (int l = 0; l < shapes.count(); l++) {
      ConvolutionLayer layer = shapes.layers().get(l);
      long filter = 9L * layer.inputs() * layer.outputs() * Float.BYTES;
      largestFilter = Math.max(largestFilter, filter);
      bytes += 2 * filter + NativeFloats.bytes(shapes.map(l).length());
      if (shapes.pooledBefore(l)) {
        bytes += NativeFloats.bytes(shapes.input(l).length());
      }
    }
    // Two gradients, maps with weights, and what oneDNN puts into its own order for a while.
    return bytes + 6 * NativeFloats.bytes(shapes.largest()) + 2 * largestFilter;
  }
}
