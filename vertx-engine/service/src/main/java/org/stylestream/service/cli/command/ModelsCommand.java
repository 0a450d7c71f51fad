package org.stylestream.service.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.stylestream.compute.store.KnownNetwork;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.compute.store.RemoteFile;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.Readable;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Command;

/** Lists the networks that have names. */
@Command(
    name = "models",
    description = "Lists the networks: present or not, where from, and how to get what is missing.")
public final class ModelsCommand implements Callable<Integer> {
  private static final String ROW = "%-12s %-9s %9s  %s";

  private final Surroundings surroundings;

  public ModelsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    surroundings.out().println(ROW.formatted("NETWORK", "PRESENT", "SIZE", "ORIGIN"));
    for (KnownNetwork known : new ModelStore(surroundings.store(), RemoteFile.VGG19).list()) {
      surroundings
          .out()
          .println(
              ROW.formatted(
                  known.name(),
                  known.found().isPresent() ? "yes" : "no",
                  Readable.bytes(known.bytes()),
                  known.found().map(ResolvedNetwork::origin).or(known::howToGet).orElse("")));
    }
    return ExitCode.DONE;
  }
}
