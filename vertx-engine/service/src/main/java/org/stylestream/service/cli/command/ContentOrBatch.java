package org.stylestream.service.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.stylestream.service.cli.terminal.BadInputException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One content picture, or many. */
final class ContentOrBatch {
  @Parameters(arity = "0..1", paramLabel = "CONTENT", description = "The picture.")
  private Optional<Path> content;

  @Option(
      names = "--batch",
      paramLabel = "PATTERN",
      description =
          "With --submit, instead of CONTENT: all files that are like this, as 'frames/*.png' (in"
              + " quotes), into the folder -o, spread over all engines. What is there already of"
              + " the same pictures and options is left out; what fails is tried once more.")
  private Optional<String> batch;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The pattern of many. */
  Optional<String> batch() {
    if (batch.isPresent() && content.isPresent()) {
      throw new BadInputException(
          "with --batch the pattern says which pictures; leave out %s".formatted(content.get()));
    }
    return batch;
  }

  /** The one. */
  Path content() {
    return content.orElseThrow(
        () ->
            new BadInputException(
                "missing CONTENT; 'stylestream help %s' explains".formatted(command.name())));
  }
}
