package org.stylestream.service.job;

import org.stylestream.compute.image.Image;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.message.Fault;

/** Whether the frames of a result can be sent. */
final class ResultFrames {
  private ResultFrames() {}

  /**
   * Refuses a result that can't be.
   *
   * @throws JobFaultException that says what is too large
   */
  static void require(int height, int width, Delivery delivery) {
    try {
      new FrameReference(height, width, Image.CHANNELS, delivery.keptDatatype());
      new FrameReference(height, width, Image.CHANNELS, delivery.resultDatatype());
    } catch (IllegalArgumentException e) {
      throw tooLarge(e);
    }
    if (Math.max(height, width) > Limits.LONGEST_SIDE) {
      throw JobFaultException.of(
          Fault.Code.TOO_LARGE,
          "the result would be %d×%d; its sides may have at most %d pixels"
              .formatted(width, height, Limits.LONGEST_SIDE));
    }
  }

  static JobFaultException tooLarge(IllegalArgumentException refusal) {
    return JobFaultException.of(
        Fault.Code.TOO_LARGE, "the result can't be sent: " + refusal.getMessage());
  }
}
