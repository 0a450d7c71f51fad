package org.stylestream.service.cli.command;

import java.util.concurrent.Callable;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script that lets a shell complete commands and options. */
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh.",
    footer = {"", "Use it with: source <(stylestream completion)"})
public final class CompletionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  public CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().print(AutoComplete.bash("stylestream", spec.root().commandLine()));
    return ExitCode.DONE;
  }
}
