package org.stylestream.service.cli.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives options that aren't on the command line their values: from the environment, else from the
 * configuration file.
 */
public final class Settings implements IDefaultValueProvider {
  private final ConfigurationFile file;
  private final Map<String, String> environment;
  private final Set<String> keys;

  /**
   * @param environment variables
   * @param keys of the options that may be set so
   */
  public Settings(ConfigurationFile file, Map<String, String> environment, Set<String> keys) {
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.keys = Set.copyOf(keys);
  }

  /** The value for an option; null where there is none, as picocli wants it. */
  @Override
  public String defaultValue(ArgSpec argument) {
    return name(argument).flatMap(this::value).orElse(null);
  }

  /** Where an option's value comes from, for people; empty where it isn't set here. */
  public Optional<String> origin(ArgSpec argument) {
    return name(argument).flatMap(this::origin);
  }

  private Optional<SettingName> name(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? Optional.of(SettingName.of(option)).filter(name -> keys.contains(name.key()))
        : Optional.empty();
  }

  private Optional<String> value(SettingName name) {
    return fromEnvironment(name).or(() -> Optional.ofNullable(file.values().get(name.key())));
  }

  private Optional<String> fromEnvironment(SettingName name) {
    return Optional.ofNullable(environment.get(name.variable())).filter(text -> !text.isBlank());
  }

  private Optional<String> origin(SettingName name) {
    return fromEnvironment(name)
        .map(value -> name.variable())
        .or(
            () ->
                Optional.ofNullable(file.values().get(name.key()))
                    .flatMap(value -> file.path())
                    .map(path -> "%s in %s".formatted(name.key(), path)));
  }
}
