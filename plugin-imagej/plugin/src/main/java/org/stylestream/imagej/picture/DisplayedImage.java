package org.stylestream.imagej.picture;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.Arrays;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.service.client.UploadImage;

/**
 * A plane of an image as ImageJ displays it: display range, look-up tables and channels applied, no
 * overlay.
 *
 * @param image RGB on 0–255
 * @param datatype what its elements can be sent as without a visible loss
 */
public record DisplayedImage(Image image, Datatype datatype) {
  private static final float WHITE = 255;

  /** The plane that is displayed. */
  public static DisplayedImage current(ImagePlus source) {
    int[] position = position(source);
    return of(source, position[1], position[2]);
  }

  /**
   * Channel, slice and frame that are displayed, from 1. What an image says of them by itself is
   * right only where it has a window.
   */
  static int[] position(ImagePlus source) {
    return source.convertIndexToPosition(source.getCurrentSlice());
  }

  /**
   * A plane.
   *
   * @param slice from 1
   * @param frame from 1
   */
  public static DisplayedImage of(ImagePlus source, int slice, int frame) {
    if (source instanceof CompositeImage composite
        && composite.getMode() == CompositeImage.COMPOSITE) {
      return colours(composed(composite, slice, frame));
    }
    ImageProcessor plane = plane(source, position(source)[0], slice, frame);
    boolean grey = !plane.isColorLut() && !(plane instanceof ColorProcessor);
    boolean fine = !(plane instanceof ByteProcessor);
    return grey && fine ? greys(plane) : colours(new ColorProcessor(plane.createImage()));
  }

  /** The plane of a mask that is displayed, as {@link #mask}. */
  public static DisplayedImage currentMask(ImagePlus source) {
    int[] position = position(source);
    return mask(source, position[1], position[2]);
  }

  /**
   * A plane of a mask, white where something counts: as it is displayed, but that of an 8-bit image
   * with an inverting look-up table 255 is white, as in all of ImageJ's own masks.
   *
   * @param slice from 1
   * @param frame from 1
   */
  static DisplayedImage mask(ImagePlus source, int slice, int frame) {
    DisplayedImage shown = of(source, slice, frame);
    boolean inverted = source.getBitDepth() == Byte.SIZE && source.isInvertedLut();
    return inverted ? shown.inverted() : shown;
  }

  private DisplayedImage inverted() {
    float[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = WHITE - pixels[i];
    }
    return new DisplayedImage(new Image(image.height(), image.width(), pixels), datatype);
  }

  /** A processor of its own over the plane's pixels, with the range and table of the display. */
  private static ImageProcessor plane(ImagePlus source, int channel, int slice, int frame) {
    ImageStack stack = source.getStack();
    ImageProcessor plane =
        stack.getProcessor(source.getStackIndex(channel, slice, frame)).duplicate();
    if (!(plane instanceof ColorProcessor)) {
      ImageProcessor shown = source.getProcessor();
      plane.setColorModel(shown.getColorModel());
      plane.setMinAndMax(shown.getMin(), shown.getMax());
    }
    return plane;
  }

  private static ImageProcessor composed(CompositeImage source, int slice, int frame) {
    int channels = source.getNChannels();
    ImageStack planes = new ImageStack(source.getWidth(), source.getHeight());
    for (int channel = 1; channel <= channels; channel++) {
      int index = source.getStackIndex(channel, slice, frame);
      planes.addSlice(source.getStack().getProcessor(index));
    }
    ImagePlus copy = new ImagePlus(source.getTitle(), planes);
    copy.setDimensions(channels, 1, 1);
    String projection = source.getProp("CompositeProjection");
    if (projection != null) {
      copy.setProp("CompositeProjection", projection);
    }
    CompositeImage composite = new CompositeImage(copy, CompositeImage.COMPOSITE);
    composite.copyLuts(source);
    boolean[] active = source.getActiveChannels();
    System.arraycopy(active, 0, composite.getActiveChannels(), 0, active.length);
    return new ColorProcessor(composite.getImage());
  }

  private static DisplayedImage greys(ImageProcessor plane) {
    double min = plane.getMin();
    double scale = WHITE / Math.max(plane.getMax() - min, Double.MIN_NORMAL);
    boolean inverted = plane.isInvertedLut();
    float[] pixels = new float[plane.getPixelCount() * Image.CHANNELS];
    for (int i = 0; i < plane.getPixelCount(); i++) {
      float value = (float) Math.min(Math.max((plane.getf(i) - min) * scale, 0), WHITE);
      // What isn't a number is displayed as the smallest.
      float grey = Float.isNaN(value) ? 0 : value;
      Arrays.fill(
          pixels, i * Image.CHANNELS, (i + 1) * Image.CHANNELS, inverted ? WHITE - grey : grey);
    }
    return new DisplayedImage(new Image(plane.getHeight(), plane.getWidth(), pixels), Datatype.U16);
  }

  private static DisplayedImage colours(ImageProcessor plane) {
    return new DisplayedImage(
        RgbPixels.image((int[]) plane.getPixels(), plane.getHeight(), plane.getWidth()),
        Datatype.U8);
  }

  /** What lies within bounds. */
  public DisplayedImage within(Rectangle bounds) {
    float[] pixels = new float[bounds.width * bounds.height * Image.CHANNELS];
    int row = bounds.width * Image.CHANNELS;
    for (int y = 0; y < bounds.height; y++) {
      int start = ((bounds.y + y) * image.width() + bounds.x) * Image.CHANNELS;
      System.arraycopy(image.pixels(), start, pixels, y * row, row);
    }
    return new DisplayedImage(new Image(bounds.height, bounds.width, pixels), datatype);
  }

  /** Its size. */
  public SizeRule.Size size() {
    return new SizeRule.Size(image.height(), image.width());
  }

  /** The same at another size. */
  public DisplayedImage at(SizeRule.Size other) {
    return other.equals(size())
        ? this
        : new DisplayedImage(Resampler.resize(image, other.height(), other.width()), datatype);
  }

  /** As it is sent to an engine. */
  public UploadImage upload() {
    return UploadImage.of(image, datatype);
  }
}
