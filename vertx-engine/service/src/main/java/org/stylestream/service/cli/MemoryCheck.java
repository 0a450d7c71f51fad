package org.stylestream.service.cli;

import org.stylestream.compute.device.Device;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;

/** Refuses a run that can't fit into memory, before it begins. */
final class MemoryCheck {
  private final Device device;
  private final NetworkTopology topology;
  private final long available;

  /**
   * @param available bytes that a run may take
   */
  MemoryCheck(Device device, NetworkTopology topology, long available) {
    this.device = device;
    this.topology = topology;
    this.available = available;
  }

  /**
   * @throws BadInputException that says what is needed, what there is, and which size would fit
   */
  void require(StyleTransferJob job) {
    long needed = StyleTransfer.memoryNeeded(device, topology, job);
    if (needed <= available) {
      return;
    }
    SizeRule.Size size = StyleTransfer.size(job);
    throw new BadInputException(
        "%d×%d needs about %s of memory and %s can be had; %s"
            .formatted(
                size.width(),
                size.height(),
                Readable.bytes(needed),
                Readable.bytes(available),
                advice(job, Math.max(size.width(), size.height()))));
  }

  private String advice(StyleTransferJob job, int tooLong) {
    int fits = StyleTransfer.SMALLEST_SIDE - 1;
    int tooMuch = tooLong;
    while (tooMuch - fits > 1) {
      int middle = (fits + tooMuch) >>> 1;
      if (fits(job, middle)) {
        fits = middle;
      } else {
        tooMuch = middle;
      }
    }
    return fits < StyleTransfer.SMALLEST_SIDE
        ? "give the program more, or take --network vgg19-lite"
        : "--size %d would fit".formatted(fits);
  }

  private boolean fits(StyleTransferJob job, int longSide) {
    return StyleTransfer.memoryNeeded(device, topology, resized(job, longSide)) <= available;
  }

  private static StyleTransferJob resized(StyleTransferJob job, int longSide) {
    return new StyleTransferJob(
        job.content(),
        job.styles(),
        SizeChange.apply(job.preset(), new SizeRule.LongSide(longSide)),
        job.initial(),
        job.seed());
  }
}
