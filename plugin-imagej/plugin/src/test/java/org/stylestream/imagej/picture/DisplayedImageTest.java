package org.stylestream.imagej.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.frame.Datatype;

/** Against what ImageJ itself draws. */
class DisplayedImageTest {
  enum Kind {
    GREY_8(() -> noisy(8, 1)),
    GREY_8_WITH_RANGE(
        () -> {
          ImagePlus image = noisy(8, 1);
          image.setDisplayRange(40, 200);
          return image;
        }),
    GREY_16(
        () -> {
          ImagePlus image = noisy(16, 1);
          image.setDisplayRange(1000, 30000);
          return image;
        }),
    GREY_32(
        () -> {
          ImagePlus image = noisy(32, 1);
          image.setDisplayRange(-0.5, 0.75);
          return image;
        }),
    INVERTED_16(
        () -> {
          ImagePlus image = noisy(16, 1);
          image.getProcessor().invertLut();
          return image;
        }),
    FALSE_COLOURS_16(
        () -> {
          ImagePlus image = noisy(16, 1);
          image.setLut(LUT.createLutFromColor(Color.CYAN));
          image.setDisplayRange(0, 50000);
          return image;
        }),
    RGB(() -> noisy(24, 1)),
    SLICE_OF_A_STACK(
        () -> {
          ImagePlus image = noisy(16, 3);
          image.setSlice(2);
          image.setDisplayRange(500, 60000);
          return image;
        }),
    COMPOSITE(() -> composite(CompositeImage.COMPOSITE)),
    COMPOSITE_WITHOUT_A_CHANNEL(
        () -> {
          CompositeImage image = composite(CompositeImage.COMPOSITE);
          image.getActiveChannels()[1] = false;
          image.updateAndDraw();
          return image;
        }),
    CHANNEL_IN_COLOUR(
        () -> {
          CompositeImage image = composite(CompositeImage.COLOR);
          image.setC(2);
          return image;
        }),
    CHANNEL_IN_GREY(
        () -> {
          CompositeImage image = composite(CompositeImage.GRAYSCALE);
          image.setC(3);
          return image;
        });

    private final Supplier<ImagePlus> image;

    Kind(Supplier<ImagePlus> image) {
      this.image = image;
    }
  }

  private static ImagePlus noisy(int bits, int slices) {
    ImagePlus image = IJ.createImage("noise", 23, 17, slices, bits);
    Random random = new Random(bits);
    for (int slice = 1; slice <= slices; slice++) {
      for (int i = 0; i < 23 * 17; i++) {
        if (bits == 32) {
          image.getStack().getProcessor(slice).setf(i, (float) random.nextGaussian());
        } else {
          image.getStack().getProcessor(slice).set(i, random.nextInt(1 << bits));
        }
      }
    }
    image.setSlice(1);
    image.resetDisplayRange();
    return image;
  }

  private static CompositeImage composite(int mode) {
    ImagePlus channels = noisy(16, 6);
    channels.setDimensions(3, 2, 1);
    CompositeImage image = new CompositeImage(channels, mode);
    image.setDisplayMode(mode);
    for (int channel = 1; channel <= 3; channel++) {
      image.setC(channel);
      image.setDisplayRange(1000 * channel, 40000 + 5000 * channel);
    }
    image.setPosition(1, 2, 1);
    image.updateAndDraw();
    return image;
  }

  @ParameterizedTest
  @EnumSource
  void aPlaneIsAsImageJDrawsIt(Kind kind) {
    ImagePlus source = kind.image.get();

    Image image = DisplayedImage.current(source).image();

    source.updateAndDraw();
    int[] drawn = (int[]) new ColorProcessor(source.getImage()).getPixels();
    float[] expected = RgbPixels.image(drawn, 17, 23).pixels();
    for (int i = 0; i < expected.length; i++) {
      // ImageJ draws 256 levels of what has more, rounded down.
      assertThat(image.pixels()[i]).as("element %d", i).isCloseTo(expected[i], within(1.5f));
    }
  }

  @Test
  void otherPlanesHaveTheRangeOfTheDisplay() {
    CompositeImage source = composite(CompositeImage.COMPOSITE);
    float[] other = DisplayedImage.of(source, 1, 1).image().pixels();

    source.setPosition(1, 1, 1);

    assertThat(other).isEqualTo(DisplayedImage.current(source).image().pixels());
  }

  @Test
  void finerValuesThanTheDisplaysAreKept() {
    FloatProcessor ramp = new FloatProcessor(2, 1, new float[] {0.2501f, Float.NaN});
    ramp.setMinAndMax(0, 1);

    DisplayedImage image = DisplayedImage.current(new ImagePlus("ramp", ramp));

    assertThat(image.image().pixels()[0]).isEqualTo(0.2501f * 255);
    assertThat(image.image().pixels()[3]).isZero();
    assertThat(image.datatype()).isEqualTo(Datatype.U16);
  }

  @Test
  void boundsCutOutWhatImageJCutsOut() {
    ImagePlus source = noisy(24, 1);
    source.setRoi(5, 4, 9, 7);

    Image cut = DisplayedImage.current(source).within(new Rectangle(5, 4, 9, 7)).image();

    assertThat(RgbPixels.of(cut))
        .isEqualTo(
            java.util.Arrays.stream((int[]) source.getProcessor().crop().getPixels())
                .map(pixel -> pixel & 0xffffff)
                .toArray());
  }
}
