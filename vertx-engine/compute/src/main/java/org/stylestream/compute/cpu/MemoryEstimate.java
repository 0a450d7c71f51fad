package org.stylestream.compute.cpu;

import java.util.List;
import org.stylestream.compute.band.BlockLayout;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.network.ConvolutionLayer;

/** What a network and a pass with gradients take, from above. */
final class MemoryEstimate {
  /** Values that an array can hold on every JVM. */
  static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** For blocks that serve layers of several shapes, and are as large as each asks for. */
  private static final double ALLOWANCE = 1.04;

  /** Small buffers of a worker. */
  private static final int SCRATCH_FLOATS = 16_384;

  private final Kernels kernels;
  private final int threads;

  MemoryEstimate(Kernels kernels, int threads) {
    this.kernels = kernels;
    this.threads = threads;
  }

  /** Bytes; {@link Long#MAX_VALUE} if a map is longer than arrays can be. */
  long bytes(PassLayout layout) {
    long longest = layout.scratch();
    for (BlockLayout block : layout.blocks()) {
      longest = Math.max(longest, layout.pooled(block));
    }
    if (longest > LONGEST_ARRAY) {
      return Long.MAX_VALUE;
    }
    long floats = maps(layout) + network(layout.layers()) + working(layout);
    return (long) (Float.BYTES * ALLOWANCE * floats);
  }

  private static long maps(PassLayout layout) {
    long floats = 2 * layout.scratch() + layout.carry();
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

  private long network(List<ConvolutionLayer> layers) {
    long floats = 0;
    for (ConvolutionLayer layer : layers) {
      int inputs = layer.inputs();
      int outputs = layer.outputs();
      long filters = kernels.matrixFloats(inputs, outputs) + kernels.matrixFloats(outputs, inputs);
      floats += WinogradFilter.POINTS * filters + kernels.matrixFloats(outputs, outputs);
    }
    return floats;
  }

  /** What convolutions and Gram matrices work with. */
  private long working(PassLayout layout) {
    long own = 0;
    long direct = 0;
    long shared = 0;
    long grams = 0;
    for (BlockLayout block : layout.blocks()) {
      long positions = (long) block.bandHeight() * block.width();
      for (int l = block.first(); l <= block.last(); l++) {
        ConvolutionLayer layer = layout.layers().get(l);
        long inputs = kernels.stride(layer.inputs());
        long outputs = kernels.stride(layer.outputs());
        if (DirectConvolution.suits(layer.inputs(), layer.outputs())) {
          direct = Math.max(direct, DirectConvolution.floats(block.width(), inputs, outputs));
        }
        own = Math.max(own, WinogradConvolution.ownFloats(positions, inputs, outputs));
        shared = Math.max(shared, WinogradConvolution.sharedFloats(positions, inputs, outputs));
        grams = Math.max(grams, gramFloats(positions, layer.outputs()));
      }
    }
    int width = layout.blocks().get(0).width();
    long first = FirstConvolution.floats(width, layout.strides()[0]);
    return shared + grams + threads * (own + direct + first + SCRATCH_FLOATS);
  }

  private long gramFloats(long positions, int channels) {
    long runs = GramMatrix.runs(positions);
    long sums = kernels.matrixFloats(channels + GramSum.POSITIONS + 48, channels);
    long products = 2L * threads * kernels.matrixFloats(GramSum.POSITIONS, channels);
    return runs * (sums + 32L * GramSum.POSITIONS) + products;
  }
}
