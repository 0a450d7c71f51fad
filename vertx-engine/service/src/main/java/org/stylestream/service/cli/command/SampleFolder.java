package org.stylestream.service.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Surroundings;

/** Where the sample pictures are. */
final class SampleFolder {
  private SampleFolder() {}

  /**
   * Finds them.
   *
   * @throws BadInputException if they aren't there
   */
  static Path find(Surroundings surroundings) {
    Path samples =
        surroundings
            .home()
            .map(home -> home.resolve("examples").resolve("pictures"))
            .orElse(Path.of("examples", "pictures"));
    if (!Files.isDirectory(samples)) {
      throw new BadInputException(
          "the sample pictures are not in %s; run this with the launcher of a checkout"
              .formatted(samples));
    }
    return samples;
  }
}
