package org.stylestream.compute.preset;

import java.util.List;
import java.util.stream.Collectors;

/** The presets by their ids. */
public final class Presets {
  /** The id of the preset that is used where none is named. */
  public static final String DEFAULT_ID = "stylestream";

  private static final List<StylePreset> ALL = PresetTable.all();

  private Presets() {}

  /** All presets, the default first. */
  public static List<StylePreset> all() {
    return ALL;
  }

  /**
   * The preset named {@code id}.
   *
   * @throws IllegalArgumentException if there is none; the message names those there are
   */
  public static StylePreset named(String id) {
    return ALL.stream()
        .filter(preset -> preset.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no preset '%s'; there are %s"
                        .formatted(
                            id,
                            ALL.stream().map(StylePreset::id).collect(Collectors.joining(", ")))));
  }
}
