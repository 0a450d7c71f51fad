package org.stylestream.imagej.picture;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.InputOptions;
import org.stylestream.imagej.options.MaskOptions;
import org.stylestream.imagej.options.OptionException;
import org.stylestream.imagej.options.OptionValues;

/**
 * The planes of a content image that are worked on, each by itself.
 *
 * @param region of each plane
 * @param pasted whether results go back into the whole image
 */
public record ContentPlanes(
    ImagePlus source, Region region, boolean pasted, List<ContentPlane> planes) {
  public ContentPlanes {
    planes = List.copyOf(planes);
  }

  /**
   * As options have it.
   *
   * @throws OptionException if there is no such image, or a sequence has one slice
   */
  public static ContentPlanes of(OptionValues values, PictureFinder finder) {
    ImagePlus source =
        finder.findOrActive(InputOptions.CONTENT.key(), values.get(InputOptions.CONTENT));
    return of(source, values);
  }

  /** Of an image. */
  public static ContentPlanes of(ImagePlus source, OptionValues values) {
    if (!values.has(InputOptions.SLICES)) {
      return sequence(source);
    }
    InputOptions.Selection selection =
        MaskOptions.selected(values)
            ? InputOptions.Selection.IGNORE
            : values.get(InputOptions.SELECTION);
    Region region = Region.of(source, selection);
    boolean part =
        region.bounds().width < source.getWidth()
            || region.bounds().height < source.getHeight()
            || region.mask().isPresent();
    return new ContentPlanes(
        source,
        region,
        part && selection == InputOptions.Selection.PASTE,
        values.get(InputOptions.SLICES) == InputOptions.Slices.ALL
            ? allPlanes(source, region)
            : List.of(ContentPlane.displayed(source, region)));
  }

  /** All planes of a stack, one after the other. */
  private static ContentPlanes sequence(ImagePlus source) {
    Region region = Region.of(source, InputOptions.Selection.IGNORE);
    List<ContentPlane> planes = allPlanes(source, region);
    if (planes.size() < 2) {
      throw new OptionException(
          "%s has one slice; a sequence needs a stack of at least two"
              .formatted(source.getTitle()));
    }
    return new ContentPlanes(source, region, false, planes);
  }

  /** The plane of an image that is displayed, cropped to what is selected. */
  public static ContentPlanes current(ImagePlus source) {
    Region region = Region.of(source, InputOptions.Selection.CROP);
    return new ContentPlanes(
        source, region, false, List.of(ContentPlane.displayed(source, region)));
  }

  private static List<ContentPlane> allPlanes(ImagePlus source, Region region) {
    List<ContentPlane> planes = new ArrayList<>();
    for (int frame = 1; frame <= source.getNFrames(); frame++) {
      for (int slice = 1; slice <= source.getNSlices(); slice++) {
        planes.add(new ContentPlane(source, region, slice, frame));
      }
    }
    return planes;
  }

  /** The source's title, without a file's ending. */
  public String title() {
    return source.getTitle().replaceFirst("\\.\\w{1,5}$", "");
  }

  /** The region's size. */
  public SizeRule.Size size() {
    return new SizeRule.Size(region.bounds().height, region.bounds().width);
  }

  /** The size of the slices that results become. */
  public SizeRule.Size sliceSize(SizeRule.Size result) {
    return pasted ? new SizeRule.Size(source.getHeight(), source.getWidth()) : result;
  }

  /** How results of a plane become slices. */
  public Placement placement(ContentPlane plane, SizeRule.Size result) {
    return pasted
        ? Placement.pasted(plane.all().image(), region)
        : Placement.alone(plane.image().image(), region, result);
  }

  /** The source's calibration for slices, where a pixel is as large as what it shows. */
  public Calibration calibration(SizeRule.Size result) {
    Rectangle shown =
        pasted ? new Rectangle(source.getWidth(), source.getHeight()) : region.bounds();
    SizeRule.Size size = sliceSize(result);
    double across = (double) shown.width / size.width();
    double down = (double) shown.height / size.height();
    Calibration calibration = source.getCalibration().copy();
    if (calibration.scaled()) {
      calibration.pixelWidth *= across;
      calibration.pixelHeight *= down;
    }
    calibration.xOrigin = (calibration.xOrigin - shown.x) / across;
    calibration.yOrigin = (calibration.yOrigin - shown.y) / down;
    // Colours have no grey values to calibrate.
    calibration.setFunction(Calibration.NONE, null, null);
    return calibration;
  }
}
