package org.stylestream.compute.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Puts a network together from stored weights, layer by layer, and checks every one. */
final class NetworkAssembly {
  /** Eight times VGG-19's widest layer: what asks for more is damaged. */
  private static final int MAXIMUM_CHANNELS = 4096;

  private static final int IMAGE_CHANNELS = 3;

  private final String file;
  private final StoredWeights stored;
  private final ReferenceChannels references;

  /** Says which number of channels presets use that divide by it. */
  @FunctionalInterface
  interface ReferenceChannels {
    /**
     * @param block from 1
     * @param outputs channels that the layer has
     */
    int of(int block, int outputs);
  }

  NetworkAssembly(String file, StoredWeights stored, ReferenceChannels references) {
    this.file = file;
    this.stored = stored;
    this.references = references;
  }

  /**
   * Reads the layers from {@code block1_conv1} up to the last that is stored.
   *
   * @throws NetworkFormatException if one between is missing, or has a wrong shape or values
   */
  NetworkWeights assemble(String name) throws IOException {
    List<ConvolutionLayer> layers = new ArrayList<>();
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    int inputs = IMAGE_CHANNELS;
    for (String layer : layersStored()) {
      StoredWeights.Values kernel = stored.kernel(layer);
      int outputs = outputs(layer, kernel, inputs);
      kernels.add(finite("kernel", layer, kernel));
      StoredWeights.Values bias = stored.bias(layer);
      if (!bias.shape().equals(List.of(outputs))) {
        throw wrongShape("bias", layer, bias, "[%d]".formatted(outputs));
      }
      biases.add(finite("bias", layer, bias));
      int block = layer.charAt("block".length()) - '0';
      layers.add(
          new ConvolutionLayer(layer, block, inputs, outputs, references.of(block, outputs)));
      inputs = outputs;
    }
    return new NetworkWeights(name, new NetworkTopology(layers), kernels, biases);
  }

  private List<String> layersStored() throws NetworkFormatException {
    List<String> all = NetworkTopology.layerNames();
    int count = all.size();
    while (count > 0 && !stored.has(all.get(count - 1))) {
      count--;
    }
    if (count == 0) {
      throw new NetworkFormatException(
          "%s holds no layer of VGG-19; its convolutions must be named %s to %s"
              .formatted(file, all.get(0), all.get(all.size() - 1)));
    }
    for (String layer : all.subList(0, count)) {
      if (!stored.has(layer)) {
        throw new NetworkFormatException(
            "%s has a layer %s, but no %s; VGG-19's layers must be there without gaps"
                .formatted(file, all.get(count - 1), layer));
      }
    }
    return all.subList(0, count);
  }

  private int outputs(String layer, StoredWeights.Values kernel, int inputs)
      throws NetworkFormatException {
    List<Integer> shape = kernel.shape();
    int outputs = shape.isEmpty() ? 0 : shape.get(shape.size() - 1);
    if (outputs < 1
        || outputs > MAXIMUM_CHANNELS
        || !shape.equals(List.of(3, 3, inputs, outputs))) {
      throw wrongShape(
          "kernel",
          layer,
          kernel,
          "[3, 3, %d, N] with N from 1 to %d".formatted(inputs, MAXIMUM_CHANNELS));
    }
    return outputs;
  }

  private float[] finite(String what, String layer, StoredWeights.Values values)
      throws IOException {
    float[] read = values.source().read();
    for (float value : read) {
      if (!Float.isFinite(value)) {
        throw new NetworkFormatException(
            "%s is damaged: the %s of %s holds %s; all its values must be finite numbers"
                .formatted(file, what, layer, value));
      }
    }
    return read;
  }

  private NetworkFormatException wrongShape(
      String what, String layer, StoredWeights.Values values, String wanted) {
    return new NetworkFormatException(
        "%s: the %s of %s has the shape %s; it must be %s"
            .formatted(file, what, layer, values.shape(), wanted));
  }
}
