package org.stylestream.service.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The help's list of settings: option, key in the file, environment variable. */
public final class SettingsTable {
  private static final String ROW = "  %-26s %-24s %s";

  private SettingsTable() {}

  /** The table, with the places where the file is looked for; line by line. */
  public static List<String> of(List<SettingName> settings, ConfigurationPlaces places) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "Each of these can also be set in the environment or in a file. The option wins over the");
    lines.add(
        "environment, the environment over the file. The file is the one given with --config,");
    lines.add("else the one that %s names, else".formatted(ConfigurationPlaces.VARIABLE));
    lines.add(
        places.defaults().stream()
            .map(Path::toString)
            .collect(Collectors.joining(", else ", "", ".")));
    lines.add("");
    lines.add(ROW.formatted("Option", "In the file", "In the environment"));
    settings.forEach(name -> lines.add(ROW.formatted(name.option(), name.key(), name.variable())));
    return lines;
  }
}
