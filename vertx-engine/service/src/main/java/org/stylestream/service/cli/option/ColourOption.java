package org.stylestream.service.cli.option;

import java.util.Optional;
import org.stylestream.protocol.job.ColourControl;
import org.stylestream.service.cli.terminal.BadInputException;
import picocli.CommandLine.Option;

/** Whether the content picture's colours stay. */
public final class ColourOption {
  @Option(
      names = "--keep-colour",
      paramLabel = "luminance|match",
      description =
          "Keep the content picture's colours: paint only its luminance, or give the style picture"
              + " the content's colours before the run.")
  private Optional<String> keep;

  /**
   * How they are kept.
   *
   * @throws BadInputException if there is no such way
   */
  public Optional<ColourControl> control() {
    return keep.map(
        text ->
            switch (text) {
              case "luminance" -> ColourControl.LUMINANCE;
              case "match" -> ColourControl.MATCH;
              default ->
                  throw new BadInputException(
                      "--keep-colour is '%s'; it must be luminance or match".formatted(text));
            });
  }
}
