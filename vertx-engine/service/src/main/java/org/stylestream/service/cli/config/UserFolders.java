package org.stylestream.service.cli.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.store.StoreEnvironment;

/**
 * Where a user's programs keep what they are told and what they remember.
 *
 * @param variables environment variables
 * @param operatingSystem its name, as in the system property {@code os.name}
 * @param home the user's home folder
 */
public record UserFolders(Map<String, String> variables, String operatingSystem, Path home) {
  private static final String NAME = "stylestream";

  public UserFolders {
    variables = Map.copyOf(variables);
  }

  /** Those of the user whose networks are looked for there. */
  public static UserFolders of(StoreEnvironment environment) {
    return new UserFolders(
        environment.variables(), environment.operatingSystem(), environment.home());
  }

  /**
   * For configuration: on Linux as the XDG Base Directory Specification says, on macOS below
   * ~/Library/Application Support, on Windows below %APPDATA%.
   */
  public Path configuration() {
    return switch (system()) {
      case MACOS -> library();
      case WINDOWS -> windows("APPDATA", "Roaming");
      case OTHER -> xdg("XDG_CONFIG_HOME", Path.of(".config"));
    };
  }

  /**
   * For what has to survive a restart: on Linux as the XDG Base Directory Specification says, on
   * macOS below ~/Library/Application Support, on Windows below %LOCALAPPDATA%.
   */
  public Path state() {
    return switch (system()) {
      case MACOS -> library();
      case WINDOWS -> windows("LOCALAPPDATA", "Local");
      case OTHER -> xdg("XDG_STATE_HOME", Path.of(".local", "state"));
    };
  }

  private enum System {
    MACOS,
    WINDOWS,
    OTHER
  }

  private System system() {
    String name = operatingSystem.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return System.MACOS;
    }
    return name.startsWith("windows") ? System.WINDOWS : System.OTHER;
  }

  private Path library() {
    return home.resolve("Library").resolve("Application Support").resolve(NAME);
  }

  private Path windows(String variable, String folder) {
    return variable(variable)
        .orElseGet(() -> home.resolve("AppData").resolve(folder))
        .resolve(NAME);
  }

  private Path xdg(String variable, Path folder) {
    // The specification has relative paths ignored.
    return variable(variable)
        .filter(Path::isAbsolute)
        .orElseGet(() -> home.resolve(folder))
        .resolve(NAME);
  }

  private Optional<Path> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank()).map(Path::of);
  }
}
