package org.stylestream.service.cli.run;

import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.job.AvailableMemory;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.JobPlanner;
import org.stylestream.service.job.MemoryCheck;
import org.stylestream.service.job.NetworkCatalogue;
import org.stylestream.service.job.Optimization;

/** Whether an engine in this process can do a job. */
public final class JobCheck {
  private JobCheck() {}

  /** Refuses what the engine would refuse, before it is started. */
  public static void require(
      JobDraft draft, Delivery delivery, NetworkCatalogue networks, DeviceChain devices) {
    try {
      NetworkCatalogue.Loaded network = networks.load(draft.request().network());
      Optimization optimization = draft.optimization();
      optimization.check(network.weights().topology());
      MemoryCheck.requireAny(
          devices, device -> requireRoom(draft.request(), optimization, network, device));
      new JobPlanner(networks).plan(draft.request(), delivery);
    } catch (JobFaultException e) {
      throw JobFailures.explained(e.fault(), e);
    }
  }

  private static void requireRoom(
      JobRequest request,
      Optimization optimization,
      NetworkCatalogue.Loaded network,
      Device device) {
    long available =
        AvailableMemory.now(
            device.description(), network.weights(), AvailableMemory.pictures(request));
    MemoryCheck.of(optimization, device, network.weights().topology())
        .require(available, PresetOptions.NAMES);
  }
}
