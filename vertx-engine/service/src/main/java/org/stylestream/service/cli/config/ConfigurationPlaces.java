package org.stylestream.service.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a configuration file is looked for.
 *
 * @param folders the user's
 * @param home the folder that the program is installed in, where it is known
 */
public record ConfigurationPlaces(UserFolders folders, Optional<Path> home) {
  /** Names the file to read. */
  public static final String VARIABLE = "STYLESTREAM_CONFIG";

  private static final String NAME = "stylestream.properties";

  /**
   * The file to read: the one given, else the one that {@value #VARIABLE} names, else the first of
   * {@link #defaults} that is there.
   */
  public Optional<Path> find(Optional<Path> given) {
    return given.or(this::named).or(() -> defaults().stream().filter(Files::exists).findFirst());
  }

  private Optional<Path> named() {
    return Optional.ofNullable(folders.variables().get(VARIABLE))
        .filter(text -> !text.isBlank())
        .map(Path::of);
  }

  /** Where it is looked for if none is named: in the user's folder, then in the installation's. */
  List<Path> defaults() {
    List<Path> places = new ArrayList<>();
    places.add(folders.configuration().resolve(NAME));
    home.ifPresent(folder -> places.add(folder.resolve("conf").resolve(NAME)));
    return places;
  }
}
