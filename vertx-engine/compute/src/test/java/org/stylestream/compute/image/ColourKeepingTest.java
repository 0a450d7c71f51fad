package org.stylestream.compute.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The two ways to keep colours, against numpy's. */
class ColourKeepingTest {
  private static final Offset<Float> ROUNDED = within(2e-3f);

  private final ColourVectors vectors = ColourVectors.read();
  private final Image content = vectors.image("content");
  private final Image style = vectors.image("style");

  @Test
  void theStylesLumaGetsTheContentsMeanAndDeviation() {
    float[] wanted = vectors.floats("luma_matched");

    Image matched = Luma.matched(style, content);

    for (int i = 0; i < matched.pixels().length; i++) {
      assertThat(matched.pixels()[i]).isCloseTo(wanted[i / 3], ROUNDED);
    }
  }

  @Test
  void aFlatStyleGetsTheContentsMean() {
    Image flat = new Image(1, 2, new float[] {7, 7, 7, 7, 7, 7});
    Image two = new Image(1, 2, new float[] {0, 0, 0, 100, 100, 100});

    assertThat(Luma.matched(flat, two).pixels()).containsOnly(new float[] {50}, within(1e-3f));
  }

  @Test
  void lumaWithChromaHasTheLumaOfOneAndTheChromaOfTheOther() {
    Image joined = Luma.withChroma(style, content);

    assertThat(Luma.of(joined).values()).containsExactly(Luma.of(style).values(), within(1e-3f));
    for (int i = 0; i < joined.pixels().length; i += 3) {
      assertThat(joined.pixels()[i] - joined.pixels()[i + 2])
          .as("red minus blue, which is free of luma")
          .isCloseTo(content.pixels()[i] - content.pixels()[i + 2], within(1e-3f));
    }
  }

  @Test
  void matchingAgreesWithEigenvectors() {
    assertThat(ColourMatching.match(style, content).pixels())
        .containsExactly(vectors.floats("colour_matched"), ROUNDED);
  }

  @Test
  void matchingAPictureWithoutColoursGivesNumbers() {
    Image grey = Luma.grey(style);

    for (float value : ColourMatching.match(grey, content).pixels()) {
      assertThat(value).isBetween(0f, 255f);
    }
  }
}
