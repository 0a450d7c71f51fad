package org.stylestream.compute.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkFormatException;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;

/**
 * Takes the convolutions out of a graph, from the image upwards as far as it is VGG-19's. What they
 * are called doesn't matter: pools divide them into blocks.
 */
final class GraphWalk {
  private static final int[] THREE = {3, 3};
  private static final int[] ONE = {1, 1};

  private final String file;
  private final ComputationGraph graph;
  private final List<ConvolutionLayer> layers = new ArrayList<>();
  private final List<float[]> kernels = new ArrayList<>();
  private final List<float[]> biases = new ArrayList<>();
  private int block = 1;
  private int inBlock;

  GraphWalk(String file, ComputationGraph graph) {
    this.file = file;
    this.graph = graph;
  }

  /**
   * The network.
   *
   * @throws NetworkFormatException if the graph doesn't begin as VGG-19 does
   */
  NetworkWeights weights(String name) throws NetworkFormatException {
    for (int vertex : graph.topologicalSortOrder()) {
      Layer layer = graph.getVertices()[vertex].getLayer();
      if (layer != null && layers.size() < NetworkTopology.layerNames().size()) {
        take(layer);
      }
    }
    try {
      return new NetworkWeights(name, new NetworkTopology(layers), kernels, biases);
    } catch (IllegalArgumentException e) {
      throw new NetworkFormatException(
          "%s isn't of VGG-19's shape: %s; its blocks have 2, 2, 4, 4 and 4 convolutions with pools between"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private void take(Layer layer) throws NetworkFormatException {
    var configuration = layer.conf().getLayer();
    if (configuration instanceof SubsamplingLayer) {
      block++;
      inBlock = 0;
    } else if (configuration
        instanceof org.deeplearning4j.nn.conf.layers.ConvolutionLayer convolution) {
      check(convolution);
      inBlock++;
      take(layer.getParam("W"), layer.getParam("b"));
    }
  }

  private void check(org.deeplearning4j.nn.conf.layers.ConvolutionLayer layer)
      throws NetworkFormatException {
    boolean same =
        layer.getConvolutionMode() == ConvolutionMode.Same
            || Arrays.equals(layer.getPadding(), ONE);
    if (!same
        || !Arrays.equals(layer.getKernelSize(), THREE)
        || !Arrays.equals(layer.getStride(), ONE)) {
      throw new NetworkFormatException(
          "%s: the convolution %s is %s with stride %s; VGG-19's are 3×3 with stride 1 and same padding"
              .formatted(
                  file,
                  layer.getLayerName(),
                  Arrays.toString(layer.getKernelSize()),
                  Arrays.toString(layer.getStride())));
    }
  }

  /**
   * @param kernel outputs × inputs × 3 × 3
   */
  private void take(INDArray kernel, INDArray bias) {
    int outputs = (int) kernel.size(0);
    int inputs = (int) kernel.size(1);
    String name = "block%d_conv%d".formatted(block, inBlock);
    layers.add(new ConvolutionLayer(name, block, inputs, outputs, outputs));
    kernels.add(kernel.permute(2, 3, 1, 0).dup('c').data().asFloat());
    biases.add(bias.dup('c').data().asFloat());
  }
}
