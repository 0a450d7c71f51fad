package org.stylestream.compute.transfer;

import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.StyleAspect;
import org.stylestream.compute.preset.StylePreset;

/** The sizes of generated and style images in one stage. */
final class StageSize {
  private final StylePreset preset;
  private final StageSettings stage;
  private final SizeRule.Size generated;

  StageSize(StylePreset preset, StageSettings stage, SizeRule.Size content) {
    this.preset = preset;
    this.stage = stage;
    this.generated =
        preset
            .size()
            .apply(content.height(), content.width())
            .times(stage.scale(), StyleTransfer.SMALLEST_SIDE);
  }

  SizeRule.Size generated() {
    return generated;
  }

  /**
   * The size at which a style image is looked at.
   *
   * @param style its own
   * @param scale relative to the usual
   */
  SizeRule.Size style(SizeRule.Size style, double scale) {
    SizeRule.Size usual = style(style);
    SizeRule.Size sized = scale == 1 ? usual : usual.times(scale, StyleTransfer.SMALLEST_SIDE);
    boolean enlarged = sized.height() > style.height() || sized.width() > style.width();
    return enlarged && preset.styleAspect() == StyleAspect.KEEP_NOT_ENLARGED ? style : sized;
  }

  private SizeRule.Size style(SizeRule.Size style) {
    if (preset.styleAspect() == StyleAspect.STRETCH) {
      return generated;
    }
    if (preset.styleAspect() == StyleAspect.OWN_SIZE) {
      return style.times(stage.scale(), StyleTransfer.SMALLEST_SIDE);
    }
    if (preset.size() instanceof SizeRule.Exactly) {
      return sameArea(style);
    }
    return preset
        .size()
        .apply(style.height(), style.width())
        .times(stage.scale(), StyleTransfer.SMALLEST_SIDE);
  }

  private SizeRule.Size sameArea(SizeRule.Size style) {
    double area = (double) generated.height() * generated.width();
    double factor = Math.sqrt(area / ((double) style.height() * style.width()));
    return style.times(factor, StyleTransfer.SMALLEST_SIDE);
  }
}
