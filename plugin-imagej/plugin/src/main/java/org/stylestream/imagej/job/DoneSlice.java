package org.stylestream.imagej.job;

import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.flow.CarriedFrame;
import org.stylestream.imagej.picture.ContentPlane;
import org.stylestream.service.client.Frame;

/**
 * A slice of a stack whose picture is made.
 *
 * @param result what became of it
 */
public record DoneSlice(ContentPlane content, Frame result) {
  /** What the next slice takes over from it. */
  CarriedFrame carriedTo(ContentPlane next, Cancellation cancellation) {
    return CarriedFrame.of(
        content.image().image(), next.image().image(), result.image(), cancellation);
  }
}
