package org.stylestream.compute.testing;

import java.util.Optional;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.StylePreset;

/** Presets with one thing changed. */
public final class PresetVariants {
  private PresetVariants() {}

  public static StylePreset withPooling(String preset, Pooling pooling) {
    PresetOverrides none = PresetOverrides.none();
    return new PresetOverrides(
            none.contentWeight(),
            none.styleWeight(),
            none.variationWeight(),
            none.contentLayers(),
            none.styleLayers(),
            Optional.of(pooling),
            none.optimizer(),
            none.initial(),
            none.size(),
            none.iterations())
        .apply(Presets.named(preset));
  }
}
