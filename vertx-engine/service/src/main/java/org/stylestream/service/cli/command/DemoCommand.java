package org.stylestream.service.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the program at work on sample pictures: a stylize command, spelt out. */
@Command(
    name = "demo",
    description =
        "Stylises a sample picture and writes the picture, its frames as TIFF stack and GIF, and"
            + " the loss plot. Shows the command that does it.")
public final class DemoCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      defaultValue = "stylestream-demo",
      description = "Where to write. Default: ${DEFAULT-VALUE}.")
  private Path folder;

  @Mixin private SampleCommands commands;

  public DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Path samples = SampleFolder.find(surroundings);
    commands.prepare(folder);
    return commands.run(arguments(samples), surroundings);
  }

  private List<String> arguments(Path samples) {
    List<String> arguments = new ArrayList<>();
    arguments.add("stylize");
    arguments.add(samples.resolve("neuschwanstein.jpg").toString());
    arguments.add(samples.resolve("village_street_in_auvers.jpg").toString());
    option(arguments, "-o", folder.resolve("neuschwanstein.png"));
    option(arguments, "--frames", folder.resolve("frames.tif"));
    option(arguments, "--gif", folder.resolve("frames.gif"));
    option(arguments, "--loss-plot", folder.resolve("losses.png"));
    option(arguments, "--size", "384");
    option(arguments, "--iterations", "100");
    option(arguments, "--keep-every", "5");
    option(arguments, "--network", commands.network());
    return arguments;
  }

  private static void option(List<String> arguments, String name, Object value) {
    arguments.add(name);
    arguments.add(value.toString());
  }
}
