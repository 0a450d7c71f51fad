package org.stylestream.service.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Option(
      names = "--network",
      paramLabel = "NAME|FILE",
      defaultValue = "auto",
      description = "As in stylize. Default: ${DEFAULT-VALUE}.")
  private String network;

  @Spec private CommandSpec spec;

  public DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Path samples = SampleFolder.find(surroundings);
    List<String> arguments = arguments(samples);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadInputException("%s is a file; give a folder with -o".formatted(folder));
    }
    Files.createDirectories(folder);
    surroundings
        .err()
        .println(
            "stylestream "
                + arguments.stream().map(DemoCommand::quoted).collect(Collectors.joining(" ")));
    return spec.root().commandLine().execute(arguments.toArray(String[]::new));
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
    option(arguments, "--network", network);
    return arguments;
  }

  private static void option(List<String> arguments, String name, Object value) {
    arguments.add(name);
    arguments.add(value.toString());
  }

  private static String quoted(String argument) {
    return argument.contains(" ") ? "'" + argument + "'" : argument;
  }
}
