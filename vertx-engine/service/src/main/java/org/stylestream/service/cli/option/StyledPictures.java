package org.stylestream.service.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A content picture and those whose manner it gets. */
public final class StyledPictures {
  @Parameters(index = "0", paramLabel = "CONTENT", description = "The picture to paint.")
  private Path content;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "STYLE",
      description = "The picture whose manner it gets; several are blended.")
  private List<Path> styles;

  @Mixin private StyleOptions use;

  /** These, as files that aren't to be written over. */
  public DistinctPaths paths() {
    DistinctPaths paths = new DistinctPaths();
    paths.addInput("the content picture", content);
    styles.forEach(style -> paths.addInput("a style picture", style));
    use.addTo(paths);
    return paths;
  }

  /**
   * Reads them.
   *
   * @param initial what to start from, where a file is named
   * @throws BadInputException if one can't be used
   */
  public InputPictures read(Optional<Path> initial) {
    return InputPictures.read(content, styles, use, initial);
  }
}
