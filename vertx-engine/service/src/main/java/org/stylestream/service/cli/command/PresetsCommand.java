package org.stylestream.service.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.compute.preset.DreamPresets;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.service.cli.option.DreamSheet;
import org.stylestream.service.cli.option.PresetSheet;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the presets, or shows one. */
@Command(
    name = "presets",
    description =
        "Lists the presets, those of dreams after the others; with an id, shows every constant of one"
            + " and its source.")
public final class PresetsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "The preset to show.")
  private Optional<String> id;

  public PresetsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    lines().forEach(surroundings.out()::println);
    return ExitCode.DONE;
  }

  private List<String> lines() {
    if (id.isPresent()) {
      return shown(id.get());
    }
    List<String> lines = new ArrayList<>(Presets.all().stream().map(PresetsCommand::line).toList());
    DreamPresets.all()
        .forEach(dream -> lines.add("%-14s dream: %s".formatted(dream.id(), dream.summary())));
    return lines;
  }

  private static List<String> shown(String id) {
    return DreamPresets.all().stream()
        .filter(dream -> dream.id().equals(id))
        .findFirst()
        .map(DreamSheet::of)
        .orElseGet(() -> PresetSheet.of(BadInputException.refusing(() -> Presets.named(id))));
  }

  private static String line(StylePreset preset) {
    String mark = preset.id().equals(Presets.DEFAULT_ID) ? " (default)" : "";
    return "%-14s %s%s".formatted(preset.id(), preset.summary(), mark);
  }
}
