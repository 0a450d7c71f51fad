package org.stylestream.compute.flow;

import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;

/**
 * What a frame of a sequence takes over from the one before it.
 *
 * @param image the last frame's result, moved to where this frame has its pixels; where it has
 *     nothing for them, this frame's content
 * @param trust 1 where that holds, 0 where something came into view or may have
 */
public record CarriedFrame(Image image, Plane trust) {
  /** The motion is sought at this long side at most: more would take long and tell little. */
  private static final int LONG_SIDE = 1024;

  /**
   * Follows the motion of the contents.
   *
   * @param lastContent the last frame's content image
   * @param content this frame's, of any size of the same shape
   * @param lastResult what became of the last frame
   * @throws org.stylestream.compute.device.CancelledException if a cancel was requested
   */
  public static CarriedFrame of(
      Image lastContent, Image content, Image lastResult, Cancellation cancellation) {
    double scale =
        Math.min(1, (double) LONG_SIDE / Math.max(lastResult.height(), lastResult.width()));
    int height = (int) Math.max(1, Math.round(lastResult.height() * scale));
    int width = (int) Math.max(1, Math.round(lastResult.width() * scale));
    Image before = Resampler.resize(lastContent, height, width);
    Image now = Resampler.resize(content, height, width);
    FlowField back = OpticalFlow.between(now, before, cancellation);
    FlowField forth = OpticalFlow.between(before, now, cancellation);
    FlowField steady = StillAreas.steadied(back, now, before);
    return new CarriedFrame(
        steady
            .at(lastResult.height(), lastResult.width())
            .warp(lastResult, Resampler.resize(content, lastResult.height(), lastResult.width())),
        Resampler.resize(FlowTrust.of(back, forth), lastResult.height(), lastResult.width()));
  }
}
