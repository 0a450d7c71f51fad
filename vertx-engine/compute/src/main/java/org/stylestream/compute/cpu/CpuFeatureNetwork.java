package org.stylestream.compute.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.stylestream.compute.band.BandWalk;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/** A network's transformed filters, and the buffers that its passes share. */
final class CpuFeatureNetwork implements FeatureNetwork {
  private final Team team;
  private final Reduction reduction;
  private final Kernels kernels;
  private final NetworkTopology topology;
  private final FirstConvolution first;
  private final LayerConvolution[] forward;
  private final LayerConvolution[] backward;
  private final Epilogue[] biasRelu;
  private final Pool pool;
  private final GramMatrix grams;

  CpuFeatureNetwork(
      Team team,
      Reduction reduction,
      Kernels kernels,
      NetworkWeights weights,
      Pooling pooling,
      String deepestLayer) {
    this.team = team;
    this.reduction = reduction;
    this.kernels = kernels;
    topology = weights.topology().upTo(deepestLayer);
    List<ConvolutionLayer> layers = topology.layers();
    first =
        new FirstConvolution(
            kernels, team, weights.kernel(0), weights.bias(0), layers.get(0).outputs());
    forward = new LayerConvolution[layers.size()];
    backward = new LayerConvolution[layers.size()];
    biasRelu = new Epilogue[layers.size()];
    Convolution direct = new DirectConvolution(kernels, team);
    Convolution winograd = new WinogradConvolution(kernels, team);
    team.run(
        2 * (layers.size() - 1),
        (worker, task) -> {
          int layer = 1 + task / 2;
          int inputs = layers.get(layer).inputs();
          int outputs = layers.get(layer).outputs();
          float[] kernel = weights.kernel(layer);
          if (task % 2 == 1) {
            Matrices filter = WinogradFilter.backward(kernels, kernel, inputs, outputs);
            backward[layer] = new LayerConvolution(winograd, filter);
          } else if (DirectConvolution.suits(inputs, outputs)) {
            Matrices filter = DirectConvolution.filter(kernels, kernel, inputs, outputs);
            forward[layer] = new LayerConvolution(direct, filter);
          } else {
            Matrices filter = WinogradFilter.forward(kernels, kernel, inputs, outputs);
            forward[layer] = new LayerConvolution(winograd, filter);
          }
        });
    for (int layer = 1; layer < layers.size(); layer++) {
      int stride = kernels.stride(layers.get(layer).outputs());
      biasRelu[layer] = Epilogue.biasRelu(Arrays.copyOf(weights.bias(layer), stride));
    }
    pool = new Pool(kernels, team, pooling);
    grams = new GramMatrix(kernels, team);
  }

  @Override
  public NetworkTopology topology() {
    return topology;
  }

  @Override
  public FeaturePass prepare(
      int height, int width, List<String> taps, boolean gradients, Tiling tiling) {
    PassLayout layout = PassLayout.tapping(topology, taps, height, width, tiling, kernels::stride);
    Set<String> tapped = Set.copyOf(taps);
    return new BandWalk(
        layout,
        tapped,
        gradients,
        new CpuBandSteps(this, layout, height, width, tapped, gradients));
  }

  Kernels kernels() {
    return kernels;
  }

  Team team() {
    return team;
  }

  Reduction reduction() {
    return reduction;
  }

  FirstConvolution first() {
    return first;
  }

  Pool pool() {
    return pool;
  }

  GramMatrix grams() {
    return grams;
  }

  LayerConvolution forward(int layer) {
    return forward[layer];
  }

  LayerConvolution backward(int layer) {
    return backward[layer];
  }

  Epilogue biasRelu(int layer) {
    return biasRelu[layer];
  }

  /** Filters and shared buffers are garbage with the network and its passes. */
  @Override
  public void close() {}
}
