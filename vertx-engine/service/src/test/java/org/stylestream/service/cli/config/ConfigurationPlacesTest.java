package org.stylestream.service.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationPlacesTest {
  @TempDir private Path folder;

  private ConfigurationPlaces places(Map<String, String> variables) {
    return new ConfigurationPlaces(
        new UserFolders(variables, "Linux", folder.resolve("user")),
        Optional.of(folder.resolve("home")));
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  @Test
  void theNearestPlaceWins() throws IOException {
    assertThat(places(Map.of()).find(Optional.empty())).isEmpty();

    Path installed = file("home/conf/stylestream.properties");
    assertThat(places(Map.of()).find(Optional.empty())).contains(installed);

    Path own = file("user/.config/stylestream/stylestream.properties");
    assertThat(places(Map.of()).find(Optional.empty())).contains(own);

    ConfigurationPlaces named = places(Map.of("STYLESTREAM_CONFIG", "named.properties"));
    assertThat(named.find(Optional.empty())).contains(Path.of("named.properties"));
    assertThat(named.find(Optional.of(Path.of("given.properties"))))
        .contains(Path.of("given.properties"));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, /h/.config/stylestream, /h/.local/state/stylestream",
    "Mac OS X, /h/Library/Application Support/stylestream,"
        + " /h/Library/Application Support/stylestream",
    "Windows 11, /h/AppData/Roaming/stylestream, /h/AppData/Local/stylestream"
  })
  void everySystemHasItsFolders(String system, String configuration, String state) {
    UserFolders folders = new UserFolders(Map.of(), system, Path.of("/h"));

    assertThat(folders.configuration()).isEqualTo(Path.of(configuration));
    assertThat(folders.state()).isEqualTo(Path.of(state));
  }
}
