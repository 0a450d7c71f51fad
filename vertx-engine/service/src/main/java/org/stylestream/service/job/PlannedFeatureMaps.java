package org.stylestream.service.job;

import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TilingNeeds;
import org.stylestream.compute.features.FeatureMaps;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.FeatureMapsRequest;

/** A request for feature maps that was looked through. */
final class PlannedFeatureMaps implements PlannedJob {
  private final FeatureMapsRequest request;
  private final FeatureMaps wish;
  private final SizeRule.Size size;
  private final NetworkCatalogue.Loaded network;

  private PlannedFeatureMaps(FeatureMapsRequest request, NetworkCatalogue.Loaded network) {
    this.request = request;
    this.network = network;
    this.wish = new FeatureMaps(request.layers(), request.filters());
    this.size =
        SizeRule.parse(request.size().orElse("native"))
            .apply(request.content().height(), request.content().width());
  }

  /**
   * Looks a request through.
   *
   * @throws JobFaultException if layers, filters, network and size don't go together
   */
  static PlannedFeatureMaps of(
      FeatureMapsRequest request, Delivery delivery, NetworkCatalogue.Loaded network) {
    try {
      PlannedFeatureMaps planned = new PlannedFeatureMaps(request, network);
      planned.wish.check(network.weights().topology(), planned.size.height(), planned.size.width());
      planned.requireFrames(delivery);
      return planned;
    } catch (IllegalArgumentException e) {
      throw JobFaultException.invalid("request", e);
    }
  }

  private void requireFrames(Delivery delivery) {
    NetworkTopology topology = network.weights().topology();
    try {
      for (String name : wish.layers()) {
        ConvolutionLayer layer = topology.layer(name);
        FeatureCodec.reference(
            layer.mapSide(size.height()),
            layer.mapSide(size.width()),
            wish.filters(layer).size(),
            delivery.keptDatatype());
      }
    } catch (IllegalArgumentException e) {
      throw ResultFrames.tooLarge(e);
    }
  }

  /** One a layer. */
  @Override
  public int iterations() {
    return wish.layers().size();
  }

  @Override
  public void requireRoom(Device device) {
    memory(device)
        .require(AvailableMemory.atMost(device.description(), network.weights()), ChangeNames.WIRE);
  }

  private MemoryCheck memory(Device device) {
    return new MemoryCheck(
        size,
        needed(device, size),
        side ->
            needed(
                device,
                new SizeRule.LongSide(side)
                    .apply(request.content().height(), request.content().width())));
  }

  private long needed(Device device, SizeRule.Size at) {
    return needs(device, at).least();
  }

  private TilingNeeds needs(Device device, SizeRule.Size at) {
    return wish.memory(device, network.weights().topology(), at.height(), at.width());
  }

  @Override
  public JobEnding run(JobRun run) {
    long available =
        AvailableMemory.now(
            run.device().description(), network.weights(), AvailableMemory.pictures(request));
    memory(run.device()).require(available, ChangeNames.WIRE);
    Tiling tiling = needs(run.device(), size).fitting(available);
    Image content = run.images().image(request.content());
    return new FeatureMapsRun(run, wish, content, size, network, tiling)
        .run(MemoryPlan.notes(tiling, available));
  }
}
