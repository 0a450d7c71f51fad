package org.stylestream.service.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.stylestream.service.cli.terminal.BadInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Only tells: the launcher hands {@code bench} to the benchmarks, which are built and run on their
 * own.
 */
@Command(
    name = "bench",
    description =
        "Compares this program's loss and gradient with libtorch's, alternately, at 400x266 and"
            + " 512x512 (height x width). Downloads libtorch (about 100 MB) the first time.",
    footer = {
      "",
      "Options: --size HxW (repeatable), --rounds N, --device ID, --threads N. The last line of each"
          + " size is like 'ratio 400x266: 0.36': our time over libtorch's.",
      "",
      "bench stream [--side PIXELS] [--rounds N] [--iterations N] [--frames N] measures instead how"
          + " fast an engine in another process sends frames, and what it costs a job to have every"
          + " iteration streamed.",
      "",
      "bench scales --content PICTURE --style PICTURE --network FILE [--report FILE.json]"
          + " [--evaluations N] [--rounds N] measures how soon the default preset, coarse to fine,"
          + " comes to the loss of a run at the result's size alone."
    })
public final class BenchCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", hidden = true)
  private List<String> arguments = List.of();

  @Override
  public Integer call() {
    throw new BadInputException(
        "bench is run by the launcher, from a checkout of the project: ./stylestream bench");
  }
}
