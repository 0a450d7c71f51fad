package org.stylestream.service.cli.option;

import java.util.List;
import java.util.function.Supplier;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Option;

/** How a command tells what it does and what came of it. */
public final class ReportOptions {
  @Option(names = "--json", description = "End with one line of JSON on standard output.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress and no notes.")
  private boolean quiet;

  /** Whether a machine reads it. */
  public boolean json() {
    return json;
  }

  /** Whether only failures are told. */
  public boolean quiet() {
    return quiet;
  }

  /** What is shown meanwhile. */
  public Progress progress(Surroundings surroundings) {
    return Progress.in(surroundings, quiet);
  }

  /** Tells what came of it, as it was asked for. */
  public void tell(Surroundings surroundings, Supplier<String> line, Supplier<List<String>> lines) {
    if (json) {
      surroundings.out().println(line.get());
    } else if (!quiet) {
      lines.get().forEach(surroundings.out()::println);
    }
  }
}
