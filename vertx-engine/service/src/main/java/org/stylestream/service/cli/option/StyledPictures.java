package org.stylestream.service.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--style-blend",
      paramLabel = "W",
      split = ",",
      description = "Weights of several styles, for example 2,1. Default: all alike.")
  private List<Double> blend = List.of();

  /** These, as files that aren't to be written over. */
  public DistinctPaths paths() {
    DistinctPaths paths = new DistinctPaths();
    paths.addInput("the content picture", content);
    styles.forEach(style -> paths.addInput("a style picture", style));
    return paths;
  }

  /**
   * Reads them.
   *
   * @param initial what to start from, where a file is named
   * @throws BadInputException if one can't be used
   */
  public InputPictures read(Optional<Path> initial) {
    return InputPictures.read(content, styles, blend, initial);
  }
}
