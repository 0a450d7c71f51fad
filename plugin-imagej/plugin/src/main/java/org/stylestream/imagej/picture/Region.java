package org.stylestream.imagej.picture;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.Optional;
import org.stylestream.imagej.options.InputOptions;

/**
 * The part of an image that is worked on.
 *
 * @param bounds within the image
 * @param mask of the bounds' size, 0 where a pixel isn't part of it; empty if all are
 */
public record Region(Rectangle bounds, Optional<ByteProcessor> mask) {
  /** An image's area selection, or all of it. */
  public static Region of(ImagePlus image, InputOptions.Selection selection) {
    Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
    Roi roi = image.getRoi();
    if (roi == null || !roi.isArea() || selection == InputOptions.Selection.IGNORE) {
      return new Region(whole, Optional.empty());
    }
    Rectangle bounds = whole.intersection(roi.getBounds());
    if (bounds.isEmpty()) {
      return new Region(whole, Optional.empty());
    }
    return new Region(
        bounds, Optional.ofNullable(roi.getMask()).map(mask -> cut(mask, roi, bounds)));
  }

  private static ByteProcessor cut(ImageProcessor mask, Roi roi, Rectangle bounds) {
    ImageProcessor copy = mask.duplicate();
    Rectangle own = roi.getBounds();
    copy.setRoi(bounds.x - own.x, bounds.y - own.y, bounds.width, bounds.height);
    return (ByteProcessor) copy.crop().convertToByte(false);
  }
}
