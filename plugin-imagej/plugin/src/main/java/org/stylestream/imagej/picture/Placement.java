package org.stylestream.imagej.picture;

import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.SizeRule;

/**
 * How a result becomes a slice: by itself, with its surroundings where a selection has a form, or
 * pasted back into the image that its content was cut out of.
 */
public final class Placement {
  private final int[] background;
  private final SizeRule.Size size;
  private final Rectangle target;
  private final Optional<ByteProcessor> mask;

  private Placement(
      int[] background, SizeRule.Size size, Rectangle target, Optional<ByteProcessor> mask) {
    this.background = background;
    this.size = size;
    this.target = target;
    this.mask = mask;
  }

  /**
   * Results stand by themselves. Where the region has a form, its surroundings are the content's.
   *
   * @param content what lies within the region's bounds
   * @param result size of the results
   */
  public static Placement alone(Image content, Region region, SizeRule.Size result) {
    return new Placement(
        RgbPixels.of(Resampler.resize(content, result.height(), result.width())),
        result,
        new Rectangle(result.width(), result.height()),
        region.mask().map(mask -> (ByteProcessor) resized(mask, result.width(), result.height())));
  }

  /**
   * Results are pasted into the region of the whole image.
   *
   * @param whole the image with everything
   */
  public static Placement pasted(Image whole, Region region) {
    return new Placement(
        RgbPixels.of(whole),
        new SizeRule.Size(whole.height(), whole.width()),
        region.bounds(),
        region.mask());
  }

  /** Results that have no content image: over black. */
  public static Placement blank(SizeRule.Size result) {
    Rectangle all = new Rectangle(result.width(), result.height());
    return new Placement(new int[result.width() * result.height()], result, all, Optional.empty());
  }

  /** The slices' size. */
  public SizeRule.Size size() {
    return size;
  }

  /** The content image as a slice, for the caller to keep. */
  public int[] content() {
    return background.clone();
  }

  /**
   * The slice of a result.
   *
   * @param rgb one int a pixel; may be the slice that is returned
   */
  public int[] slice(int[] rgb, int width, int height) {
    ImageProcessor result =
        resized(new ColorProcessor(width, height, rgb), target.width, target.height);
    boolean everything = target.width == size.width() && target.height == size.height();
    if (everything && mask.isEmpty()) {
      return (int[]) result.getPixels();
    }
    int[] slice = background.clone();
    int[] pixels = (int[]) result.getPixels();
    for (int y = 0; y < target.height; y++) {
      for (int x = 0; x < target.width; x++) {
        int index = y * target.width + x;
        if (mask.isEmpty() || mask.get().get(index) != 0) {
          slice[(target.y + y) * size.width() + target.x + x] = pixels[index];
        }
      }
    }
    return slice;
  }

  private static ImageProcessor resized(ImageProcessor processor, int width, int height) {
    if (processor.getWidth() == width && processor.getHeight() == height) {
      return processor;
    }
    boolean colours = processor instanceof ColorProcessor;
    processor.setInterpolationMethod(colours ? ImageProcessor.BICUBIC : ImageProcessor.NONE);
    return processor.resize(width, height, colours);
  }
}
