package org.stylestream.compute.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What decides where networks are looked for.
 *
 * @param variables environment variables
 * @param operatingSystem its name, as in the system property {@code os.name}
 * @param home the user's home folder
 */
public record StoreEnvironment(Map<String, String> variables, String operatingSystem, Path home) {
  /** Names a folder of networks. */
  public static final String MODELS_VARIABLE = "STYLESTREAM_MODELS";

  private static final String CACHE_NAME = "stylestream";

  public StoreEnvironment {
    variables = Map.copyOf(variables);
  }

  /** That of this process. */
  public static StoreEnvironment ofProcess() {
    return new StoreEnvironment(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /** The folder that {@value #MODELS_VARIABLE} names. */
  public Optional<Path> modelsFolder() {
    return variable(MODELS_VARIABLE);
  }

  /**
   * The user's cache for this program: on Linux as the XDG Base Directory Specification says, on
   * macOS below ~/Library/Caches, on Windows below %LOCALAPPDATA%.
   */
  public Path cacheFolder() {
    String system = operatingSystem.toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve(CACHE_NAME);
    }
    if (system.startsWith("windows")) {
      return variable("LOCALAPPDATA")
          .orElseGet(() -> home.resolve("AppData").resolve("Local"))
          .resolve(CACHE_NAME);
    }
    // The specification has relative paths ignored.
    return variable("XDG_CACHE_HOME")
        .filter(Path::isAbsolute)
        .orElseGet(() -> home.resolve(".cache"))
        .resolve(CACHE_NAME);
  }

  private Optional<Path> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank()).map(Path::of);
  }
}
