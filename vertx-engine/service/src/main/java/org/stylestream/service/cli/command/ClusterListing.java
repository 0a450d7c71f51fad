package org.stylestream.service.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists something that a cluster has. */
abstract class ClusterListing<T> implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ClusterSettings cluster;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  ClusterListing(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public final Integer call() {
    try (ClusterSession session = ClusterSession.join(cluster)) {
      List<T> found = find(session);
      if (json) {
        surroundings.out().println(JsonLine.of(line -> write(line, found)));
      } else {
        rows(found).forEach(surroundings.out()::println);
      }
    }
    return ExitCode.DONE;
  }

  /** Asks the cluster for them. */
  abstract List<T> find(ClusterSession session);

  /** A table for people, its head first. */
  abstract List<String> rows(List<T> found);

  /** The fields of one JSON object. */
  abstract void write(JsonGenerator line, List<T> found) throws IOException;
}
