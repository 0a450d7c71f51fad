package org.stylestream.compute.preset;

/**
 * Grows a texture like a style image's, from noise: a style loss alone (L. Gatys, A. Ecker, M.
 * Bethge, Texture Synthesis Using Convolutional Neural Networks, arXiv:1505.07376).
 */
public final class TextureSynthesis {
  /** A noise that has nothing to do with the texture, as strong as Gatys' preset has it. */
  private static final double NOISE_SIGMA = 64;

  private TextureSynthesis() {}

  /**
   * A preset without its content loss, from noise. Style images keep their own size, so that a
   * larger texture has more of the same patterns instead of larger ones.
   */
  public static StylePreset of(StylePreset preset, int height, int width) {
    ContentLoss content = preset.content();
    return new StylePreset(
        preset.id(),
        preset.summary(),
        preset.source(),
        preset.pixelRange(),
        new ContentLoss(0, content.normalisation(), content.layers(), "a texture has none"),
        preset.style(),
        preset.variation(),
        preset.pooling(),
        preset.optimizer(),
        preset.clipped(),
        preset.initial() instanceof InitialImage.Noise
            ? preset.initial()
            : new InitialImage.Noise(NOISE_SIGMA),
        StyleAspect.OWN_SIZE,
        new SizeRule.Exactly(width, height),
        preset.stages(),
        preset.succession(),
        preset.keepEvery(),
        preset.runSource());
  }
}
