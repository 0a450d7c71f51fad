package org.stylestream.service.cli;

import org.stylestream.compute.device.Device;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;

/** Whether a job can be run with a network on a device. */
final class JobCheck {
  private JobCheck() {}

  /**
   * Refuses what can't be run, before anything is loaded or written.
   *
   * @throws BadInputException that says what doesn't fit, and what would
   */
  static void require(Device device, NetworkWeights weights, StyleTransferJob job) {
    BadInputException.refusing(
        () -> {
          StyleTransfer.check(weights.topology(), job);
          return job;
        });
    new MemoryCheck(
            device, weights.topology(), AvailableMemory.bytes(device.description(), weights, job))
        .require(job);
  }
}
