package org.stylestream.service.cli.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file of settings: {@code key = value}, one a line, as {@link Properties} reads it, in UTF-8.
 *
 * @param path where it was read from; empty where there is none
 * @param values by key, in alphabetical order
 */
public record ConfigurationFile(Optional<Path> path, Map<String, String> values) {
  /** No settings. */
  public static final ConfigurationFile NONE = new ConfigurationFile(Optional.empty(), Map.of());

  public ConfigurationFile {
    values = Map.copyOf(values);
  }

  /**
   * Reads a file.
   *
   * @param known the keys that mean something
   * @throws IOException with a sentence for the user if it can't be read
   * @throws IllegalArgumentException with a sentence for the user if it has another key
   */
  public static ConfigurationFile read(Path file, Set<String> known) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "the configuration %s can't be read; give a readable file of lines like 'http-port = 8080'"
              .formatted(file),
          e);
    }
    Map<String, String> values = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "%s sets '%s', which is no setting; 'stylestream help serve' lists them"
                .formatted(file, key));
      }
      values.put(key, properties.getProperty(key).strip());
    }
    return new ConfigurationFile(Optional.of(file), values);
  }
}
