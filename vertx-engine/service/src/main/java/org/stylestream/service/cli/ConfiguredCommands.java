package org.stylestream.service.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.stylestream.service.cli.config.ConfigurationFile;
import org.stylestream.service.cli.config.ConfigurationPlaces;
import org.stylestream.service.cli.config.SettingName;
import org.stylestream.service.cli.config.Settings;
import org.stylestream.service.cli.config.SettingsTable;
import org.stylestream.service.cli.config.UserFolders;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The commands whose options may also be set in a file or in the environment: all of {@code serve},
 * and of the others that join a cluster those of the cluster.
 */
final class ConfiguredCommands {
  private static final String SERVER = "serve";
  private static final String CLUSTER = "cluster";

  private final CommandLine program;
  private final ConfigurationPlaces places;

  ConfiguredCommands(CommandLine program, Surroundings surroundings) {
    this.program = program;
    this.places =
        new ConfigurationPlaces(UserFolders.of(surroundings.store()), surroundings.home());
  }

  /** Adds the list of settings to the help of the server. */
  void explain() {
    List<String> table = SettingsTable.of(settings(options(SERVER)), places);
    program
        .getSubcommands()
        .get(SERVER)
        .getCommandSpec()
        .usageMessage()
        .footer(table.toArray(String[]::new));
  }

  /**
   * Gives the options of the command that is called their values.
   *
   * @param arguments of the program
   * @throws BadInputException if the file can't be read or sets something that there isn't
   */
  void configure(String[] arguments) {
    CommandLine command = program.getSubcommands().get(arguments[0]);
    if (command == null || !command.getCommandSpec().mixins().containsKey(CLUSTER)) {
      return;
    }
    Set<String> known = keys(options(SERVER));
    ConfigurationFile file =
        BadInputException.refusing(
            () -> {
              Optional<Path> found = places.find(given(arguments));
              return found.isPresent()
                  ? ConfigurationFile.read(found.get(), known)
                  : ConfigurationFile.NONE;
            });
    Map<String, String> environment = places.folders().variables();
    command.setDefaultValueProvider(new Settings(file, environment, keys(options(arguments[0]))));
  }

  /** The file named on the command line: it must be known before the rest can be parsed. */
  private static Optional<Path> given(String[] arguments) {
    for (int i = 1; i < arguments.length; i++) {
      if (arguments[i].startsWith(ClusterSettings.CONFIGURATION + "=")) {
        return Optional.of(
            Path.of(arguments[i].substring(ClusterSettings.CONFIGURATION.length() + 1)));
      }
      if (arguments[i].equals(ClusterSettings.CONFIGURATION) && i + 1 < arguments.length) {
        return Optional.of(Path.of(arguments[i + 1]));
      }
    }
    return Optional.empty();
  }

  private Collection<OptionSpec> options(String command) {
    CommandLine.Model.CommandSpec spec = program.getSubcommands().get(command).getCommandSpec();
    return command.equals(SERVER) ? spec.options() : spec.mixins().get(CLUSTER).options();
  }

  private static List<SettingName> settings(Collection<OptionSpec> options) {
    return options.stream()
        .filter(option -> !option.usageHelp())
        .filter(option -> !option.longestName().equals(ClusterSettings.CONFIGURATION))
        .map(SettingName::of)
        .toList();
  }

  private static Set<String> keys(Collection<OptionSpec> options) {
    return settings(options).stream().map(SettingName::key).collect(Collectors.toSet());
  }
}
