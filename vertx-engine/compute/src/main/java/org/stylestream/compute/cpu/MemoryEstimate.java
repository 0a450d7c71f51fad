package org.stylestream.compute.cpu;

import java.util.List;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/** What a network and a pass with gradients take, from above. */
final class MemoryEstimate {
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

  /** Bytes for the layers of {@code topology} and images of height × width. */
  long bytes(NetworkTopology topology, int height, int width) {
    List<ConvolutionLayer> layers = topology.layers();
    long filters = 0;
    long activations = 0;
    long largest = 0;
    long grams = 0;
    long products = 0;
    int rows = height;
    int columns = width;
    long own = 0;
    long direct = 0;
    long shared = 0;
    for (int l = 0; l < layers.size(); l++) {
      ConvolutionLayer layer = layers.get(l);
      if (l > 0 && layer.block() > layers.get(l - 1).block()) {
        rows /= 2;
        columns /= 2;
      }
      long inputs = kernels.stride(layer.inputs());
      long outputs = kernels.stride(layer.outputs());
      long positions = (long) rows * columns;
      long map = outputs * positions;
      activations += map;
      largest = Math.max(largest, map);
      filters += WinogradFilter.POINTS * filterFloats(layer.inputs(), layer.outputs());
      products += kernels.matrixFloats(layer.outputs(), layer.outputs());
      grams = Math.max(grams, gramFloats(positions, layer.outputs()));
      if (DirectConvolution.suits(layer.inputs(), layer.outputs())) {
        direct = Math.max(direct, DirectConvolution.floats(columns, inputs, outputs));
      }
      own = Math.max(own, WinogradConvolution.ownFloats(positions, inputs, outputs));
      shared = Math.max(shared, WinogradConvolution.sharedFloats(positions, inputs, outputs));
    }
    long first = FirstConvolution.floats(width, kernels.stride(layers.get(0).outputs()));
    long whole = filters + activations + 2 * largest + grams + products + shared;
    long floats = whole + threads * (own + direct + first + SCRATCH_FLOATS);
    return (long) (4 * ALLOWANCE * floats);
  }

  private long filterFloats(int inputs, int outputs) {
    return kernels.matrixFloats(inputs, outputs) + kernels.matrixFloats(outputs, inputs);
  }

  private long gramFloats(long positions, int channels) {
    long runs = GramMatrix.runs(positions);
    long sums = kernels.matrixFloats(channels + GramSum.POSITIONS + 48, channels);
    long products = 2L * threads * kernels.matrixFloats(GramSum.POSITIONS, channels);
    return runs * (sums + 32L * GramSum.POSITIONS) + products;
  }
}
