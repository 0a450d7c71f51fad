package org.stylestream.service.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.stylestream.compute.store.StoreEnvironment;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.SignalCancellation;
import org.stylestream.service.cli.terminal.Surroundings;

/** The program's entry. */
public final class Main {
  /** Whether standard error is a terminal: the launcher knows, Java 17 can't find out. */
  private static final String TERMINAL_PROPERTY = "stylestream.terminal";

  /** The folder that the launcher lies in. */
  private static final String HOME_PROPERTY = "stylestream.home";

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    quietLibraries();
    SignalCancellation signals = SignalCancellation.install();
    Surroundings surroundings =
        new Surroundings(
            System.out,
            System.err,
            terminal(),
            Optional.ofNullable(System.getProperty(HOME_PROPERTY)).map(Path::of),
            StoreEnvironment.ofProcess(),
            signals);
    int code = new CommandLineProgram(surroundings).run(arguments);
    System.out.flush();
    boolean bySignal = code == ExitCode.INTERRUPTED && signals.requested();
    System.exit(bySignal ? signals.exitCode() : code);
  }

  /** What the cluster's libraries log goes where SLF4J's logging goes, instead of to the user. */
  private static void quietLibraries() {
    System.setProperty("hazelcast.logging.type", "slf4j");
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
  }

  private static boolean terminal() {
    String told = System.getProperty(TERMINAL_PROPERTY);
    return told == null ? System.console() != null : Boolean.parseBoolean(told);
  }
}
