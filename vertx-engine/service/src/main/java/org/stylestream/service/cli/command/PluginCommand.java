package org.stylestream.service.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.service.cli.plugin.PluginZip;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says where the plugin for ImageJ is, which the launcher has built, or installs it. */
@Command(
    name = "plugin",
    description = {
      "Builds the plugin for ImageJ and Fiji, one zip, in a checkout of the project.",
      "It is unpacked into the ImageJ folder; a restart of ImageJ later it is in Plugins >"
          + " StyleStream."
    })
public final class PluginCommand implements Callable<Integer> {
  private static final Path ZIP =
      Path.of("plugin-imagej", "distribution", "target", "stylestream-imagej.zip");

  private final Surroundings surroundings;

  @Option(
      names = "--into",
      paramLabel = "FOLDER",
      description = "Unpack it into this ImageJ or Fiji folder, the one with the folder plugins.")
  private Optional<Path> into;

  public PluginCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path zip =
        surroundings
            .home()
            .map(home -> home.resolve(ZIP))
            .filter(Files::isRegularFile)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "the plugin is built by the launcher, in a checkout of the project:"
                            + " ./stylestream plugin"));
    surroundings.out().println(into.isPresent() ? install(zip, into.get()) : told(zip));
    return ExitCode.DONE;
  }

  private static String told(Path zip) {
    return """
        %s
        Unpack it into your ImageJ or Fiji folder, the one with the folder plugins, or run
          ./stylestream plugin --into FOLDER
        and restart ImageJ: the commands are in Plugins > StyleStream."""
        .formatted(zip);
  }

  private static String install(Path zip, Path folder) {
    if (!Files.isDirectory(folder.resolve("plugins"))) {
      throw new BadInputException(
          "%s is no ImageJ folder, because it has no folder plugins; give the one that ImageJ or Fiji lies in"
              .formatted(folder));
    }
    try {
      new PluginZip(zip).unpackInto(folder);
    } catch (IOException e) {
      throw new RunFailedException(
          "the plugin can't be unpacked into %s: %s".formatted(folder, e.getMessage()), e);
    }
    return "installed in %s; restart ImageJ: the commands are in Plugins > StyleStream"
        .formatted(folder);
  }
}
