package org.stylestream.service.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Commands for the sample pictures, which are shown and run. */
final class SampleCommands {
  @Option(
      names = "--network",
      paramLabel = "NAME|FILE",
      defaultValue = "auto",
      description = "As in stylize. Default: ${DEFAULT-VALUE}.")
  private String network;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Which network they take. */
  String network() {
    return network;
  }

  /**
   * Makes the folder that they write to.
   *
   * @throws BadInputException if it is a file
   */
  void prepare(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadInputException("%s is a file; give a folder with -o".formatted(folder));
    }
    Files.createDirectories(folder);
  }

  /** Shows a command and runs it; its exit code. */
  int run(List<String> arguments, Surroundings surroundings) {
    surroundings
        .err()
        .println(
            arguments.stream()
                .map(SampleCommands::quoted)
                .collect(Collectors.joining(" ", "stylestream ", "")));
    return command.root().commandLine().execute(arguments.toArray(String[]::new));
  }

  private static String quoted(String argument) {
    return argument.contains(" ") ? "'" + argument + "'" : argument;
  }
}
