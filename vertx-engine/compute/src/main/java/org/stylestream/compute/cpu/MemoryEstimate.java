package org.stylestream.compute.cpu;

import java.util.List;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/** What a network and a pass with gradients take, from above. */
final class MemoryEstimate {
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
    int rows = height;
    int columns = width;
    int widest = 0;
    for (int l = 0; l < layers.size(); l++) {
      ConvolutionLayer layer = layers.get(l);
      if (l > 0 && layer.block() > layers.get(l - 1).block()) {
        rows /= 2;
        columns /= 2;
      }
      long outputs = kernels.stride(layer.outputs());
      long map = outputs * rows * columns;
      activations += map;
      largest = Math.max(largest, map);
      filters += 2L * WinogradFilter.POINTS * kernels.stride(layer.inputs()) * outputs;
      grams = Math.max(grams, GramMatrix.floats((long) rows * columns, outputs));
      widest = (int) Math.max(widest, outputs);
    }
    long positions = (long) height * width;
    long buffers =
        WinogradConvolution.floats(positions, widest, threads)
            + FirstConvolution.floats(width, kernels.stride(layers.get(0).outputs()), threads);
    return 4 * (filters + activations + 2 * largest + grams + buffers);
  }
}
