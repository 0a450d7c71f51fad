package org.stylestream.compute.nd4j;

import org.stylestream.compute.band.BlockLayout;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.network.ConvolutionLayer;

/** The native memory that a network and a pass with gradients take, from above. */
final class MemoryEstimate {
  /** Scratch of vectors and of the total variation. */
  private static final int IMAGES = 2;

  private MemoryEstimate() {}

  /**
   * Bytes of a network and a pass.
   *
   * @return {@link Long#MAX_VALUE} where a map has more elements than ND4J can count
   */
  static long bytes(PassLayout layout) {
    BlockLayout first = layout.blocks().get(0);
    long row = 3L * first.width();
    long image = first.height() * row;
    long largest = Math.max(layout.scratch(), image);
    for (BlockLayout block : layout.blocks()) {
      largest = Math.max(largest, layout.pooled(block));
    }
    if (largest > Integer.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long bytes = IMAGES * NativeFloats.bytes(image) + Nd4jTotalVariation.bytes((int) image);
    bytes += 2 * NativeFloats.bytes(first.bandHeight() * row) + NativeFloats.bytes(layout.carry());
    // Two gradients and one that is added, maps with weights, and what oneDNN puts into its own
    // order for a while.
    return bytes + network(layout) + maps(layout) + 7 * NativeFloats.bytes(layout.scratch());
  }

  private static long network(PassLayout layout) {
    long bytes = 0;
    long largest = 0;
    for (ConvolutionLayer layer : layout.layers()) {
      long filter = 9L * layer.inputs() * layer.outputs() * Float.BYTES;
      largest = Math.max(largest, filter);
      bytes += 2 * filter;
    }
    return bytes + 2 * largest;
  }

  private static long maps(PassLayout layout) {
    long bytes = 0;
    for (int i = 0; i < layout.depth(); i++) {
      bytes += NativeFloats.bytes(layout.shared(i));
    }
    for (BlockLayout block : layout.blocks()) {
      bytes += NativeFloats.bytes(layout.pooled(block));
      for (int l = block.first(); l <= block.last() && block.whole(); l++) {
        bytes += NativeFloats.bytes(layout.map(block, l));
      }
    }
    return bytes;
  }
}
