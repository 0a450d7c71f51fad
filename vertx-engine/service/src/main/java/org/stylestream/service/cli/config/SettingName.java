package org.stylestream.service.cli.config;

import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an option is called in a configuration file and in the environment.
 *
 * @param key in the file: the option's long name without its dashes
 */
public record SettingName(String key) {
  private static final String PREFIX = "STYLESTREAM_";

  /** The name of an option. */
  public static SettingName of(OptionSpec option) {
    return new SettingName(option.longestName().replaceFirst("^--", ""));
  }

  /** The environment variable, as {@code STYLESTREAM_HTTP_PORT} for {@code http-port}. */
  public String variable() {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The option. */
  public String option() {
    return "--" + key;
  }
}
