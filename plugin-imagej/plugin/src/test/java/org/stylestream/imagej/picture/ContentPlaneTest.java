package org.stylestream.imagej.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.image.Image;
import org.stylestream.imagej.options.InputOptions;
import org.stylestream.imagej.options.OptionException;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.StyleTransferOptions;

class ContentPlaneTest {
  private static ContentPlane plane(ImagePlus image, String key, String value) {
    OptionValues values = StyleTransferOptions.TABLE.read(Map.of("styles", "a", key, value));
    return ContentPlanes.of(image, values).planes().get(0);
  }

  private static float at(Image image, int x, int y) {
    return image.pixels()[(y * image.width() + x) * Image.CHANNELS];
  }

  private static ImagePlus photo(Roi selection) {
    ImagePlus photo = IJ.createImage("photo", "8-bit ramp", 50, 40, 1);
    photo.setRoi(selection);
    return photo;
  }

  @Test
  void aSelectionThatIsAMaskLeavesTheImageWhole() {
    Roi oval = new OvalRoi(10, 5, 20, 30);
    ContentPlane plane = plane(photo(oval), "contentMasks", "selection");

    Image mask = plane.selection(0).image();

    assertThat(plane.image().size().width()).isEqualTo(50);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 50; x++) {
        assertThat(at(mask, x, y)).isEqualTo(oval.contains(x, y) ? 255 : 0);
      }
    }
  }

  /** A blurred edge is the normal distribution's integral: 4 σ are the feather. */
  @Test
  void aFeatherMakesAnEdgeOfItsWidth() {
    ImagePlus photo = IJ.createImage("photo", "8-bit ramp", 200, 40, 1);
    photo.setRoi(new Roi(100, 0, 100, 40));
    Image mask = ContentPlane.whole(photo).selection(40).image();

    assertThat(at(mask, 79, 20)).isCloseTo(255 * 0.0202f, within(1f));
    assertThat(at(mask, 99, 20)).isCloseTo(255 * 0.48f, within(1f));
    assertThat(at(mask, 109, 20)).isCloseTo(255 * 0.829f, within(1f));
    assertThat(at(mask, 120, 20)).isCloseTo(255 * 0.9798f, within(1f));
  }

  @Test
  void aMaskNeedsASelectionOfAnArea() {
    ContentPlane plane = plane(photo(new Line(1, 1, 9, 9)), "contentMasks", "selection");

    assertThatThrownBy(() -> plane.selection(0))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("contentMasks=selection needs a selection of an area");
  }

  @Test
  void aMaskOfTheWholeImageIsCroppedWithIt() {
    ImagePlus mask = IJ.createImage("mask", "8-bit black", 100, 80, 1);
    ImageProcessor right = mask.getProcessor();
    right.setValue(255);
    right.setRoi(40, 0, 60, 80);
    right.fill();
    ContentPlane plane = plane(photo(new Roi(10, 5, 20, 30)), "selection", "crop");

    Image cropped = plane.mask(mask).image();

    assertThat(cropped.width()).isEqualTo(20);
    assertThat(cropped.height()).isEqualTo(30);
    assertThat(at(cropped, 6, 15)).isZero();
    assertThat(at(cropped, 14, 15)).isEqualTo(255);
  }

  @Test
  void theSelectedPartOfImageJsOwnMasksIsWhite() {
    ImagePlus photo = photo(new Roi(10, 5, 20, 30));
    ImagePlus mask = new ImagePlus("Mask", new ByteProcessor(photo.createRoiMask(), false));
    mask.getProcessor().invertLut();

    Image white = ContentPlane.whole(photo).mask(mask).image();

    assertThat(at(white, 15, 20)).isEqualTo(255);
    assertThat(at(white, 1, 1)).isZero();
  }

  @Test
  void aStackOfMasksHasOneForEachPlane() {
    ImagePlus photo = IJ.createImage("photo", "8-bit ramp", 30, 20, 2);
    ImagePlus masks = IJ.createImage("masks", "8-bit black", 30, 20, 2);
    masks.getStack().getProcessor(2).invert();
    Region all = Region.of(photo, InputOptions.Selection.IGNORE);

    assertThat(at(new ContentPlane(photo, all, 1, 1).mask(masks).image(), 3, 3)).isZero();
    assertThat(at(new ContentPlane(photo, all, 2, 1).mask(masks).image(), 3, 3)).isEqualTo(255);
  }
}
