package org.stylestream.service.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.image.InitialImages;

class ColourPaletteTest {
  @Test
  void fewColoursAreKeptAsTheyAre() {
    byte[] rgb = {0, 0, 0, (byte) 255, (byte) 255, (byte) 255, 100, 20, 30, 100, 20, 30};

    ColourPalette palette = ColourPalette.of(rgb, 256);

    assertThat(List.of(palette.colours()))
        .containsExactlyInAnyOrder(
            new float[] {0, 0, 0}, new float[] {255, 255, 255}, new float[] {100, 20, 30});
    byte[] painted = new Dithering(palette).paint(rgb, 2, 2);
    for (int pixel = 0; pixel < 4; pixel++) {
      for (int c = 0; c < 3; c++) {
        assertThat(palette.colours()[painted[pixel]][c]).isEqualTo(rgb[3 * pixel + c] & 0xff);
      }
    }
  }

  @Test
  void neverExceedsItsSize() {
    byte[] noise = QuantizedPixels.bytes(InitialImages.uniformNoise(64, 64, 0, 255, 1));

    assertThat(ColourPalette.of(noise, 256).colours().length).isEqualTo(256);
    assertThat(ColourPalette.of(noise, 2).colours().length).isEqualTo(2);
  }

  /** The same number of colours taken at random from the picture is what any method must beat. */
  @Test
  void leavesLessErrorThanColoursTakenAtRandom() {
    byte[] rgb = QuantizedPixels.bytes(InitialImages.gaussianNoise(60, 60, 128, 30, 2));
    var random = new Random(3);
    Set<Integer> chosen = new HashSet<>();
    while (chosen.size() < 64) {
      chosen.add(random.nextInt(rgb.length / 3));
    }
    float[][] colours =
        chosen.stream()
            .map(i -> new float[] {rgb[3 * i] & 0xff, rgb[3 * i + 1] & 0xff, rgb[3 * i + 2] & 0xff})
            .toArray(float[][]::new);

    double error = error(ColourPalette.of(rgb, 64), rgb);

    assertThat(error).isLessThan(0.8 * error(new ColourPalette(colours), rgb));
  }

  @Test
  void ditheringKeepsTheMeanColour() {
    var palette = new ColourPalette(new float[][] {{0, 0, 0}, {255, 255, 255}});
    var grey = new byte[40 * 40 * 3];
    Arrays.fill(grey, (byte) 64);

    byte[] painted = new Dithering(palette).paint(grey, 40, 40);

    int white = 0;
    for (byte index : painted) {
      white += index;
    }
    assertThat(white / 1600.0).isBetween(0.24, 0.26);
  }

  private static double error(ColourPalette palette, byte[] rgb) {
    double squares = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      float[] nearest =
          palette.colours()[palette.nearest(rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff)];
      for (int c = 0; c < 3; c++) {
        squares += Math.pow(nearest[c] - (rgb[i + c] & 0xff), 2);
      }
    }
    return squares;
  }
}
