package org.stylestream.imagej.picture;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.StyleTransferOptions;

class PlacementTest {
  private static final int RED = 0xff0000;

  private static ContentPlanes planes(ImagePlus image, String selection) {
    OptionValues values =
        StyleTransferOptions.TABLE.read(Map.of("styles", "a", "selection", selection));
    return ContentPlanes.of(image, values);
  }

  private static ImagePlus ramp(Roi selection) {
    ImagePlus image = IJ.createImage("ramp", "RGB ramp", 50, 40, 1);
    image.setRoi(selection);
    image.getCalibration().setUnit("mm");
    image.getCalibration().pixelWidth = 0.5;
    image.getCalibration().xOrigin = 10;
    return image;
  }

  private static int[] red(int width, int height) {
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, RED);
    return pixels;
  }

  @Test
  void aResultIsPastedBackIntoTheForm() {
    Roi oval = new OvalRoi(10, 5, 20, 30);
    ImagePlus image = ramp(oval);
    ContentPlanes content = planes(image, "paste");
    Placement placement = content.placement(content.planes().get(0), new SizeRule.Size(60, 40));

    int[] slice = placement.slice(red(40, 60), 40, 60);

    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 50; x++) {
        int expected = oval.contains(x, y) ? RED : image.getProcessor().get(x, y) & 0xffffff;
        assertThat(slice[y * 50 + x]).as("%d, %d", x, y).isEqualTo(expected);
      }
    }
    assertThat(content.calibration(new SizeRule.Size(60, 40)).pixelWidth).isEqualTo(0.5);
  }

  @Test
  void aCroppedResultHasItsOwnSizeAndScale() {
    ContentPlanes content = planes(ramp(new Roi(10, 5, 20, 30)), "crop");
    SizeRule.Size result = new SizeRule.Size(60, 40);

    Placement placement = content.placement(content.planes().get(0), result);

    assertThat(placement.size()).isEqualTo(result);
    assertThat(placement.slice(red(40, 60), 40, 60)).containsOnly(RED);
    assertThat(content.calibration(result).pixelWidth).isEqualTo(0.25);
    // What was 0 at pixel 10 of the whole is so at pixel 0 of what was cut out there.
    assertThat(content.calibration(result).xOrigin).isZero();
  }

  @Test
  void aSelectionBeyondTheEdgeEndsThere() {
    Region region = planes(ramp(new OvalRoi(-10, -10, 20, 20)), "crop").region();

    assertThat(region.bounds().getSize()).isEqualTo(new java.awt.Dimension(10, 10));
    assertThat(region.mask().orElseThrow().getWidth()).isEqualTo(10);
    assertThat(region.mask().orElseThrow().get(0, 0)).isNotZero();
    assertThat(region.mask().orElseThrow().get(9, 9)).isZero();
  }

  @Test
  void aLineIsNoPart() {
    assertThat(planes(ramp(new ij.gui.Line(0, 0, 9, 9)), "crop").size())
        .isEqualTo(new SizeRule.Size(40, 50));
  }
}
