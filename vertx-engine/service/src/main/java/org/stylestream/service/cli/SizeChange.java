package org.stylestream.service.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;

/** Gives a preset another size and changes nothing else. */
final class SizeChange {
  private SizeChange() {}

  static StylePreset apply(StylePreset preset, SizeRule size) {
    return new PresetOverrides(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(size),
            OptionalInt.empty())
        .apply(preset);
  }
}
