package org.stylestream.service.cli.run;

import org.stylestream.compute.device.Device;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.service.cli.option.PresetOptions;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.job.AvailableMemory;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.JobPlanner;
import org.stylestream.service.job.MemoryCheck;
import org.stylestream.service.job.NetworkCatalogue;

/** Whether an engine in this process can do a job. */
public final class JobCheck {
  private JobCheck() {}

  /** Refuses what the engine would refuse, before it is started. */
  public static void require(
      JobDraft draft, Delivery delivery, NetworkCatalogue networks, Device device) {
    try {
      NetworkCatalogue.Loaded network = networks.load(draft.request().network());
      BadInputException.refusing(
          () -> {
            StyleTransfer.check(network.weights().topology(), draft.preset(), draft.contentSize());
            return draft;
          });
      new MemoryCheck(
              device,
              network.weights().topology(),
              draft.preset(),
              draft.contentSize(),
              draft.styleSizes())
          .require(
              AvailableMemory.now(device.description(), network.weights(), draft.decodedBytes()),
              PresetOptions.NAMES);
      new JobPlanner(networks).plan(draft.request(), delivery);
    } catch (JobFaultException e) {
      throw JobFailures.explained(e.fault(), e);
    }
  }
}
