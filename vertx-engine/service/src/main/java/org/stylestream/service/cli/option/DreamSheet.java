package org.stylestream.service.cli.option;

import java.util.List;
import java.util.stream.Collectors;
import org.stylestream.compute.preset.DreamPreset;
import org.stylestream.compute.preset.DreamSettings;

/** A dream preset's constants with their source, line by line. */
public final class DreamSheet {
  private DreamSheet() {}

  /** The lines. */
  public static List<String> of(DreamPreset preset) {
    DreamSettings settings = preset.settings();
    return List.of(
        "%s: %s".formatted(preset.id(), preset.summary()),
        row("source", preset.source()),
        row(
            "layers",
            settings.layers().entrySet().stream()
                .map(layer -> "%s × %s".formatted(layer.getValue(), layer.getKey()))
                .collect(Collectors.joining(" + "))),
        row("size", settings.size().text()),
        row("octaves", "%d of scale %s".formatted(settings.octaves(), settings.octaveScale())),
        row("steps", "%d of %s on 0 to 255".formatted(settings.steps(), settings.stepSize())),
        row("jitter", "%d pixels".formatted(settings.jitter())),
        row("tv", "weight %s".formatted(settings.variationWeight())),
        row("pixels", "weight %s".formatted(settings.pixelWeight())));
  }

  private static String row(String name, String value) {
    return "  %-10s %s".formatted(name, value);
  }
}
