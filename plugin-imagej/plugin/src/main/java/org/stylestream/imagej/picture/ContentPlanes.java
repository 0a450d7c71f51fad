package org.stylestream.imagej.picture;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.InputOptions;
import org.stylestream.imagej.options.OptionValues;

/**
 * The planes of a content image that are worked on, each by itself.
 *
 * @param region of each plane
 * @param pasted whether results go back into the whole image
 */
public record ContentPlanes(ImagePlus source, Region region, boolean pasted, List<Plane> planes) {
  /**
   * A plane of a stack; channels are displayed together.
   *
   * @param slice from 1
   * @param frame from 1
   */
  public record Plane(int slice, int frame) {}

  public ContentPlanes {
    planes = List.copyOf(planes);
  }

  /**
   * As options have it.
   *
   * @throws org.stylestream.imagej.options.OptionException if there is no such image
   */
  public static ContentPlanes of(OptionValues values, PictureFinder finder) {
    ImagePlus source =
        finder.findOrActive(InputOptions.CONTENT.key(), values.get(InputOptions.CONTENT));
    return of(source, values);
  }

  /** Of an image. */
  public static ContentPlanes of(ImagePlus source, OptionValues values) {
    InputOptions.Selection selection = values.get(InputOptions.SELECTION);
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
            ? allPlanes(source)
            : List.of(currentPlane(source)));
  }

  private static Plane currentPlane(ImagePlus source) {
    int[] position = DisplayedImage.position(source);
    return new Plane(position[1], position[2]);
  }

  private static List<Plane> allPlanes(ImagePlus source) {
    List<Plane> planes = new ArrayList<>();
    for (int frame = 1; frame <= source.getNFrames(); frame++) {
      for (int slice = 1; slice <= source.getNSlices(); slice++) {
        planes.add(new Plane(slice, frame));
      }
    }
    return planes;
  }

  /** The region's size. */
  public SizeRule.Size size() {
    return new SizeRule.Size(region.bounds().height, region.bounds().width);
  }

  /** The size of the slices that results become. */
  public SizeRule.Size sliceSize(SizeRule.Size result) {
    return pasted ? new SizeRule.Size(source.getHeight(), source.getWidth()) : result;
  }

  /** What is worked on in a plane. */
  public DisplayedImage content(Plane plane) {
    return whole(plane).within(region.bounds());
  }

  /** How results of a plane become slices. */
  public Placement placement(Plane plane, SizeRule.Size result) {
    DisplayedImage whole = whole(plane);
    return pasted
        ? Placement.pasted(whole.image(), region)
        : Placement.alone(whole.within(region.bounds()).image(), region, result);
  }

  private DisplayedImage whole(Plane plane) {
    return DisplayedImage.of(source, plane.slice(), plane.frame());
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
