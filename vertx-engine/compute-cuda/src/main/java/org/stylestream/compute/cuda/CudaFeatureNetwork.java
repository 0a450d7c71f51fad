package org.stylestream.compute.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.stylestream.compute.band.BandWalk;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/** A network's filters in a GPU's memory. */
final class CudaFeatureNetwork implements FeatureNetwork {
  private final CudaContext context;
  private final NetworkTopology topology;
  private final Pooling pooling;
  private final List<LayerFilters> filters = new ArrayList<>();

  CudaFeatureNetwork(
      CudaContext context, NetworkWeights weights, Pooling pooling, String deepestLayer) {
    this.context = context;
    this.pooling = pooling;
    topology = weights.topology().upTo(deepestLayer);
    try {
      for (int l = 0; l < topology.layers().size(); l++) {
        filters.add(
            LayerFilters.of(
                context, topology.layers().get(l), l == 0, weights.kernel(l), weights.bias(l)));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
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
    var steps = new CudaBandSteps(context, this, layout, height, width, gradients);
    return new BandWalk(layout, Set.copyOf(taps), gradients, steps);
  }

  /** The layout of a pass for images of height × width: maps without gaps. */
  static PassLayout layout(NetworkTopology topology, int height, int width, Tiling tiling) {
    return PassLayout.of(topology, height, width, tiling, channels -> channels);
  }

  Pooling pooling() {
    return pooling;
  }

  LayerFilters filters(int layer) {
    return filters.get(layer);
  }

  @Override
  public void close() {
    filters.forEach(LayerFilters::close);
    filters.clear();
  }
}
