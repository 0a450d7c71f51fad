package org.stylestream.compute.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InitialImagesTest {
  @Test
  void gaussianNoiseHasItsMoments() {
    Image noise = InitialImages.gaussianNoise(200, 200, 100, 20, 42);

    double sum = 0;
    double squares = 0;
    double cubes = 0;
    double neighbours = 0;
    float[] pixels = noise.pixels();
    for (int i = 0; i < pixels.length; i++) {
      double z = (pixels[i] - 100) / 20;
      sum += z;
      squares += z * z;
      cubes += z * z * z;
      neighbours += i == 0 ? 0 : z * (pixels[i - 1] - 100) / 20;
    }
    assertThat(sum / pixels.length).isCloseTo(0, within(0.015));
    assertThat(squares / pixels.length).isCloseTo(1, within(0.02));
    assertThat(cubes / pixels.length).isCloseTo(0, within(0.04));
    assertThat(neighbours / pixels.length).isCloseTo(0, within(0.015));
  }

  @Test
  void uniformNoiseStaysWithinItsBoundsAndFillsThem() {
    Image noise = InitialImages.uniformNoise(100, 120, -20, 20, 7);

    double sum = 0;
    double squares = 0;
    for (float value : noise.pixels()) {
      assertThat(value).isBetween(-20f, 20f);
      sum += value;
      squares += value * value;
    }
    int count = noise.pixels().length;
    assertThat(sum / count).isCloseTo(0, within(0.3));
    assertThat(squares / count).isCloseTo(400.0 / 3, within(2.0));
  }

  /** The generator that java.util.Random's documentation prescribes, written again. */
  @Test
  void uniformNoiseFollowsTheDocumentedGenerator() {
    Image noise = InitialImages.uniformNoise(2, 2, 0, 255, 11);

    long state = (11L ^ 0x5DEECE66DL) & ((1L << 48) - 1);
    for (float value : noise.pixels()) {
      state = (state * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1);
      long high = state >>> (48 - 26);
      state = (state * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1);
      long low = state >>> (48 - 27);
      assertThat(value).isEqualTo((float) (255 * (((high << 27) + low) * 0x1.0p-53)));
    }
  }

  @Test
  void theSeedDecides() {
    float[] first = InitialImages.gaussianNoise(9, 9, 0, 1, 1).pixels();

    assertThat(InitialImages.gaussianNoise(9, 9, 0, 1, 1).pixels()).isEqualTo(first);
    assertThat(InitialImages.gaussianNoise(9, 9, 0, 1, 2).pixels()).isNotEqualTo(first);
  }

  @Test
  void blendsLinearly() {
    var image = new Image(1, 1, new float[] {0, 100, 200});
    var noise = new Image(1, 1, new float[] {100, 100, 0});

    assertThat(InitialImages.blend(image, noise, 0.25).pixels()).containsExactly(25, 100, 150);
    assertThat(InitialImages.blend(image, noise, 0).pixels()).containsExactly(0, 100, 200);
    assertThat(InitialImages.blend(image, noise, 1).pixels()).containsExactly(100, 100, 0);
  }

  @Test
  void refusesABlendThatMakesNoSense() {
    Image image = InitialImages.uniformNoise(2, 3, 0, 1, 0);

    assertThatThrownBy(
            () -> InitialImages.blend(image, InitialImages.uniformNoise(3, 2, 0, 1, 0), 0.5))
        .hasMessage("an image of 3×2 can't be blended with one of 2×3");
    assertThatThrownBy(() -> InitialImages.blend(image, image, 1.5))
        .hasMessage("the noise's share is 1.5; it must be 0–1");
  }
}
