package org.stylestream.compute.network;

import java.util.List;

/**
 * Filters and biases of a network. The arrays are shared, never changed.
 *
 * @param name for example {@code vgg19}
 * @param topology the layer table
 * @param kernels one array a layer, 3 × 3 × inputs × outputs, for BGR input with the means 103.939,
 *     116.779, 123.68 subtracted
 * @param biases one array a layer, of outputs values
 */
public record NetworkWeights(
    String name, NetworkTopology topology, List<float[]> kernels, List<float[]> biases) {
  public NetworkWeights {
    kernels = List.copyOf(kernels);
    biases = List.copyOf(biases);
    for (int i = 0; i < topology.layers().size(); i++) {
      ConvolutionLayer layer = topology.layers().get(i);
      check(layer, "kernel", kernels.get(i).length, 9 * layer.inputs() * layer.outputs());
      check(layer, "bias", biases.get(i).length, layer.outputs());
    }
  }

  private static void check(ConvolutionLayer layer, String what, int length, int wanted) {
    if (length != wanted) {
      throw new IllegalArgumentException(
          "the %s of %s has %d values; it must have %d"
              .formatted(what, layer.name(), length, wanted));
    }
  }

  /** Kernel of the layer at {@code index}, 3 × 3 × inputs × outputs. */
  public float[] kernel(int index) {
    return kernels.get(index);
  }

  /** Bias of the layer at {@code index}. */
  public float[] bias(int index) {
    return biases.get(index);
  }
}
