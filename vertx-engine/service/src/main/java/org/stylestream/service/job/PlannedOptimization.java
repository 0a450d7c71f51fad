package org.stylestream.service.job;

import org.stylestream.compute.device.Device;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.JobRequest;

/** A request for something to be optimised that was looked through. */
final class PlannedOptimization implements PlannedJob {
  private final JobRequest request;
  private final Optimization optimization;
  private final NetworkCatalogue.Loaded network;

  private PlannedOptimization(
      JobRequest request, Optimization optimization, NetworkCatalogue.Loaded network) {
    this.request = request;
    this.optimization = optimization;
    this.network = network;
  }

  /**
   * Looks a request through.
   *
   * @throws JobFaultException if settings, network and sizes don't go together
   */
  static PlannedOptimization of(
      JobRequest request,
      Optimization optimization,
      Delivery delivery,
      NetworkCatalogue.Loaded network) {
    optimization.check(network.weights().topology());
    SizeRule.Size size = optimization.size();
    ResultFrames.require(size.height(), size.width(), delivery);
    return new PlannedOptimization(request, optimization, network);
  }

  @Override
  public int iterations() {
    return optimization.iterations();
  }

  @Override
  public void requireRoom(Device device) {
    memory(device)
        .require(AvailableMemory.atMost(device.description(), network.weights()), ChangeNames.WIRE);
  }

  private MemoryCheck memory(Device device) {
    return MemoryCheck.of(optimization, device, network.weights().topology());
  }

  @Override
  public JobEnding run(JobRun run) {
    Optimization.Illustrated illustrated = optimization.with(run.images());
    long available =
        AvailableMemory.now(
            run.device().description(), network.weights(), AvailableMemory.pictures(request));
    memory(run.device()).require(available, ChangeNames.WIRE);
    return new OptimizationRun(run, optimization, illustrated, network, available).run();
  }
}
