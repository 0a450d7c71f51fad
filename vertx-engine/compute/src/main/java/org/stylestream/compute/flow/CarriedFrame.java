package org.stylestream.compute.flow;

import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;

/**
 * What a frame of a sequence takes over from the one before it.
 *
 * @param image the last frame's result, moved to where this frame has its pixels
 * @param trust 1 where that holds, 0 where something came into view or may have
 */
public record CarriedFrame(Image image, Plane trust) {
  /**
   * Follows the motion of the contents, at the result's size.
   *
   * @param lastContent the last frame's content image
   * @param content this frame's, of any size of the same shape
   * @param lastResult what became of the last frame
   * @throws org.stylestream.compute.device.CancelledException if a cancel was requested
   */
  public static CarriedFrame of(
      Image lastContent, Image content, Image lastResult, Cancellation cancellation) {
    int height = lastResult.height();
    int width = lastResult.width();
    Image before = Resampler.resize(lastContent, height, width);
    Image now = Resampler.resize(content, height, width);
    FlowField back = OpticalFlow.between(now, before, cancellation);
    FlowField forth = OpticalFlow.between(before, now, cancellation);
    Image carried = StillAreas.steadied(back, now, before).warp(lastResult);
    return new CarriedFrame(carried, FlowTrust.of(back, forth));
  }
}
