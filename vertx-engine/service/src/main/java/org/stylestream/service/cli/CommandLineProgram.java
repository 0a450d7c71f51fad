package org.stylestream.service.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.service.cli.command.BenchCommand;
import org.stylestream.service.cli.command.CancelCommand;
import org.stylestream.service.cli.command.CompareCommand;
import org.stylestream.service.cli.command.CompletionCommand;
import org.stylestream.service.cli.command.DemoCommand;
import org.stylestream.service.cli.command.DevicesCommand;
import org.stylestream.service.cli.command.DreamCommand;
import org.stylestream.service.cli.command.EnginesCommand;
import org.stylestream.service.cli.command.EvaluateCommand;
import org.stylestream.service.cli.command.FeaturesCommand;
import org.stylestream.service.cli.command.GalleryCommand;
import org.stylestream.service.cli.command.JobsCommand;
import org.stylestream.service.cli.command.ModelsCommand;
import org.stylestream.service.cli.command.PluginCommand;
import org.stylestream.service.cli.command.PresetsCommand;
import org.stylestream.service.cli.command.ReconstructCommand;
import org.stylestream.service.cli.command.SequenceCommand;
import org.stylestream.service.cli.command.ServeCommand;
import org.stylestream.service.cli.command.StylizeCommand;
import org.stylestream.service.cli.command.SubmitCommand;
import org.stylestream.service.cli.command.TextureCommand;
import org.stylestream.service.cli.command.VersionCommand;
import org.stylestream.service.cli.config.Settings;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JobDetachedException;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: its commands, and what becomes of their failures. */
public final class CommandLineProgram {
  private final Surroundings surroundings;

  public CommandLineProgram(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Command(
      name = "stylestream",
      synopsisSubcommandLabel = "COMMAND",
      description = "Neural style transfer: turns a content picture and a style picture into one.",
      footer = {
        "",
        "'stylestream help COMMAND' explains a command. To begin: 'stylestream demo'.",
        "Exit codes: 0 done, 1 failed, 2 bad input, 130 stopped by Ctrl-C."
      })
  private static final class Root {}

  /**
   * Runs one command.
   *
   * @return the exit code: 0 done, 1 a failure while running, 2 bad input, 130 cancelled
   */
  public int run(String... arguments) {
    CommandLine commandLine = commandLine();
    if (arguments.length == 0) {
      commandLine.usage(surroundings.err());
      return ExitCode.BAD_INPUT;
    }
    ConfiguredCommands configured = new ConfiguredCommands(commandLine, surroundings);
    configured.explain();
    try {
      configured.configure(arguments);
      return commandLine.execute(arguments);
    } catch (BadInputException e) {
      return refuse(e.getMessage());
    } catch (OutOfMemoryError e) {
      surroundings
          .err()
          .println(
              "stylestream: the memory didn't suffice after all; try a smaller --size, or give more"
                  + " with STYLESTREAM_JAVA_OPTIONS=-Xmx8g");
      return ExitCode.FAILED;
    }
  }

  private CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Root())
            .addSubcommand("stylize", new StylizeCommand(surroundings))
            .addSubcommand("dream", new DreamCommand(surroundings))
            .addSubcommand("reconstruct", new ReconstructCommand(surroundings))
            .addSubcommand("texture", new TextureCommand(surroundings))
            .addSubcommand("features", new FeaturesCommand(surroundings))
            .addSubcommand("sequence", new SequenceCommand(surroundings))
            .addSubcommand("submit", new SubmitCommand(surroundings))
            .addSubcommand("serve", new ServeCommand(surroundings))
            .addSubcommand("engines", new EnginesCommand(surroundings))
            .addSubcommand("jobs", new JobsCommand(surroundings))
            .addSubcommand("cancel", new CancelCommand(surroundings))
            .addSubcommand("compare", new CompareCommand(surroundings))
            .addSubcommand("evaluate", new EvaluateCommand(surroundings))
            .addSubcommand("demo", new DemoCommand(surroundings))
            .addSubcommand("gallery", new GalleryCommand(surroundings))
            .addSubcommand("models", new ModelsCommand(surroundings))
            .addSubcommand("devices", new DevicesCommand(surroundings))
            .addSubcommand("presets", new PresetsCommand(surroundings))
            .addSubcommand("bench", new BenchCommand())
            .addSubcommand("plugin", new PluginCommand(surroundings))
            .addSubcommand("version", new VersionCommand(surroundings))
            .addSubcommand("completion", new CompletionCommand(surroundings))
            .addSubcommand("help", new CommandLine.HelpCommand());
    commandLine.getCommandSpec().mixinStandardHelpOptions(true).version(ProgramVersion.title());
    commandLine.getSubcommands().values().forEach(CommandLineProgram::addHelpOption);
    commandLine
        .setOut(new PrintWriter(surroundings.out(), true))
        .setErr(new PrintWriter(surroundings.err(), true))
        .setUsageHelpWidth(100)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler((failure, args) -> refuse(sentence(failure)))
        .setExecutionExceptionHandler((failure, line, result) -> explain(failure));
    return commandLine;
  }

  private static void addHelpOption(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Show this help.")
                  .build());
    }
  }

  private int refuse(String sentence) {
    surroundings.err().println("stylestream: " + sentence);
    return ExitCode.BAD_INPUT;
  }

  private int explain(Exception failure) {
    if (failure instanceof CancelledException) {
      surroundings.err().println("stylestream: stopped; nothing was written");
      return ExitCode.INTERRUPTED;
    }
    if (failure instanceof JobDetachedException) {
      surroundings.err().println("stylestream: " + failure.getMessage());
      return ExitCode.INTERRUPTED;
    }
    if (failure instanceof BadInputException) {
      return refuse(failure.getMessage());
    }
    surroundings.err().println("stylestream: " + sentence(failure));
    return ExitCode.FAILED;
  }

  private static String sentence(Exception failure) {
    if (failure instanceof RunFailedException) {
      return failure.getMessage();
    }
    if (failure instanceof FileSystemException || failure instanceof FileNotFoundException) {
      return "a file can't be used: " + failure.getMessage();
    }
    if (failure instanceof IOException && failure.getMessage() != null) {
      return failure.getMessage();
    }
    return "this should not have happened; please report it: " + failure;
  }

  private static String sentence(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (failure instanceof MissingParameterException missing) {
      return "missing "
          + missing.getMissing().stream()
              .map(CommandLineProgram::name)
              .collect(Collectors.joining(" and "))
          + help(failure);
    }
    String message =
        failure
            .getMessage()
            .lines()
            .findFirst()
            .orElse("")
            .replace("is not a double", "is not a number")
            .replaceAll("is not an? (int|long)", "is not a whole number");
    return message.substring(0, 1).toLowerCase(Locale.ROOT)
        + message.substring(1)
        + origin(failure);
  }

  /** Where the value at fault was set, if it isn't on the command line. */
  private static String origin(ParameterException failure) {
    if (failure.getArgSpec() == null
        || !(failure.getCommandLine().getDefaultValueProvider() instanceof Settings settings)) {
      return "";
    }
    return settings
        .origin(failure.getArgSpec())
        .map(" (set by %s, if not on the command line)"::formatted)
        .orElse("");
  }

  private static String help(ParameterException failure) {
    CommandLine commandLine = failure.getCommandLine();
    return commandLine.getParent() == null
        ? "; 'stylestream help' lists them"
        : "; 'stylestream help %s' explains".formatted(commandLine.getCommandName());
  }

  private static String name(ArgSpec missing) {
    return missing.isPositional()
        ? missing.paramLabel()
        : "%s %s".formatted(((OptionSpec) missing).longestName(), missing.paramLabel());
  }

  private static String unmatched(UnmatchedArgumentException failure) {
    String argument = failure.getUnmatched().get(0);
    boolean root = failure.getCommandLine().getParent() == null;
    String kind = failure.isUnknownOption() ? "option" : root ? "command" : "argument";
    List<String> suggestions = failure.getSuggestions();
    return "unknown %s '%s'".formatted(kind, argument)
        + (suggestions.isEmpty()
            ? help(failure)
            : "; did you mean %s?".formatted(suggestions.get(0)));
  }
}
