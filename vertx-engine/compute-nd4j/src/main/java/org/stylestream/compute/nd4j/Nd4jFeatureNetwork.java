package org.stylestream.compute.nd4j;

import java.util.ArrayList;
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

/** A network's filters in native memory. */
final class Nd4jFeatureNetwork implements FeatureNetwork {
  private final Reduction reduction;
  private final Scratch scratch;
  private final NetworkTopology topology;
  private final Pooling pooling;
  private final List<LayerWeights> layers = new ArrayList<>();

  Nd4jFeatureNetwork(
      Reduction reduction,
      Scratch scratch,
      NetworkWeights weights,
      Pooling pooling,
      String deepestLayer) {
    this.reduction = reduction;
    this.scratch = scratch;
    this.pooling = pooling;
    topology = weights.topology().upTo(deepestLayer);
    for (int l = 0; l < topology.layers().size(); l++) {
      ConvolutionLayer layer = topology.layers().get(l);
      float[] kernel = weights.kernel(l);
      layers.add(LayerWeights.of(layer, l == 0 ? forRgb(kernel, layer) : kernel, weights.bias(l)));
    }
  }

  /** The first layer's filters, which are for BGR, for RGB. */
  private static float[] forRgb(float[] kernel, ConvolutionLayer first) {
    int inputs = first.inputs();
    int outputs = first.outputs();
    float[] swapped = new float[kernel.length];
    for (int row = 0; row < 9 * inputs; row++) {
      int mirrored = row / inputs * inputs + inputs - 1 - row % inputs;
      System.arraycopy(kernel, mirrored * outputs, swapped, row * outputs, outputs);
    }
    return swapped;
  }

  @Override
  public NetworkTopology topology() {
    return topology;
  }

  @Override
  public FeaturePass prepare(
      int height, int width, List<String> taps, boolean gradients, Tiling tiling) {
    PassLayout layout =
        PassLayout.tapping(topology, taps, height, width, tiling, channels -> channels);
    Set<String> tapped = Set.copyOf(taps);
    return new BandWalk(
        layout, tapped, gradients, new Nd4jBandSteps(this, layout, height, width, gradients));
  }

  Reduction reduction() {
    return reduction;
  }

  Scratch scratch() {
    return scratch;
  }

  Pooling pooling() {
    return pooling;
  }

  LayerWeights layer(int index) {
    return layers.get(index);
  }

  @Override
  public void close() {
    layers.forEach(LayerWeights::close);
    layers.clear();
  }
}
