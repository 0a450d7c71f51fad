package org.stylestream.imagej.picture;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.InputOptions;
import org.stylestream.imagej.options.MaskOptions;
import org.stylestream.imagej.options.OptionException;

/**
 * A plane of a content image that is worked on, and masks for it. Channels are displayed together.
 *
 * @param region of the plane
 * @param slice from 1
 * @param frame from 1
 */
public record ContentPlane(ImagePlus source, Region region, int slice, int frame) {
  private static final double WHITE = 255;

  /** An edge that was blurred rises from 2 % to 98 % within four standard deviations. */
  private static final double DEVIATIONS_OF_AN_EDGE = 4;

  /** As exact as masks of 8 bits can show. */
  private static final double BLUR_ACCURACY = 0.002;

  /** All of the plane that an image displays. */
  public static ContentPlane whole(ImagePlus source) {
    return displayed(source, Region.of(source, InputOptions.Selection.IGNORE));
  }

  static ContentPlane displayed(ImagePlus source, Region region) {
    int[] position = DisplayedImage.position(source);
    return new ContentPlane(source, region, position[1], position[2]);
  }

  /** What is worked on. */
  public DisplayedImage image() {
    return all().within(region.bounds());
  }

  /** The region's size. */
  public SizeRule.Size size() {
    return new SizeRule.Size(region.bounds().height, region.bounds().width);
  }

  /** The plane with what lies outside of the region. */
  DisplayedImage all() {
    return DisplayedImage.of(source, slice, frame);
  }

  /**
   * A mask for the region: a picture that is stretched over the plane. Of a stack that has as many
   * planes as the content image, it is this plane's.
   */
  public DisplayedImage mask(ImagePlus mask) {
    boolean alike =
        mask.getNSlices() == source.getNSlices() && mask.getNFrames() == source.getNFrames();
    DisplayedImage white =
        alike ? DisplayedImage.mask(mask, slice, frame) : DisplayedImage.currentMask(mask);
    boolean part =
        region.bounds().width < source.getWidth() || region.bounds().height < source.getHeight();
    return part
        ? white.at(new SizeRule.Size(source.getHeight(), source.getWidth())).within(region.bounds())
        : white;
  }

  /**
   * The source's selection as a mask for the region.
   *
   * @param feather width of its soft edge in pixels; 0 for none
   * @throws OptionException if there is no selection of an area
   */
  public DisplayedImage selection(double feather) {
    Roi roi = source.getRoi();
    if (roi == null || !roi.isArea()) {
      throw new OptionException(
          "%s=%s needs a selection of an area of the content image; make one, or name an image"
              .formatted(MaskOptions.CONTENT_MASKS.key(), MaskOptions.SELECTION));
    }
    FloatProcessor mask = source.createRoiMask().convertToFloatProcessor();
    if (feather > 0) {
      double sigma = feather / DEVIATIONS_OF_AN_EDGE;
      new GaussianBlur().blurGaussian(mask, sigma, sigma, BLUR_ACCURACY);
    }
    mask.setMinAndMax(0, WHITE);
    return DisplayedImage.of(new ImagePlus("mask", mask), 1, 1).within(region.bounds());
  }
}
