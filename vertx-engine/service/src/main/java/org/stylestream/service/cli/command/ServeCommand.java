package org.stylestream.service.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stylestream.service.cli.config.UserFolders;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.ServedDevices;
import org.stylestream.service.cli.option.ServedNetworks;
import org.stylestream.service.cli.serve.JobJournal;
import org.stylestream.service.cli.serve.ServedEngine;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.engine.EngineOptions;
import org.stylestream.service.job.NetworkCatalogue;
import org.stylestream.service.watch.WatchOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs an engine until it is told to end. */
@Command(
    name = "serve",
    sortOptions = false,
    description = {
      "Runs an engine that takes jobs from 'stylestream submit' and from programs on the cluster.",
      "Ctrl-C or SIGTERM ends it in good order: it takes no more jobs, finishes what ends within"
          + " --drain, and keeps the others for its next start with the same --state. A second"
          + " signal ends it at once."
    })
public final class ServeCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ServedNetworks networks;
  @Mixin private ServedDevices devices;

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description =
          "Where jobs and their results are kept, over restarts. Engines that share it go on with"
              + " the jobs of those that have died. Default: in the user's folder for state.")
  private Optional<Path> state;

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "64",
      description = "Jobs that can wait. Default: ${DEFAULT-VALUE}.")
  private int queue;

  @Option(
      names = "--lease",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description =
          "A client that gives no sign for so long is taken for lost. Default: ${DEFAULT-VALUE}.")
  private int leaseSeconds;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Time for running jobs to finish at the end. Default: ${DEFAULT-VALUE}.")
  private int drainSeconds;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description =
          "Serve health, metrics and a page to watch at this port of the loopback interface; 0 for"
              + " any free one. Default: none.")
  private Optional<Integer> httpPort;

  @Option(
      names = "--bridge-port",
      paramLabel = "PORT",
      description =
          "Let programs without Vert.x talk to the engine at this port of the loopback interface;"
              + " 0 for any free one. Default: none.")
  private Optional<Integer> bridgePort;

  @Mixin private ClusterSettings cluster;

  @Option(
      names = {"-q", "--quiet"},
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Don't log jobs.")
  private boolean quiet;

  public ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    atLeastOne("--queue", queue);
    atLeastOne("--lease", leaseSeconds);
    atLeastOne("--drain", drainSeconds);
    ServedEngine.Ports ports = new ServedEngine.Ports(watch(httpPort), watch(bridgePort));
    Progress progress = Progress.in(surroundings, quiet);
    EngineOptions options = options(progress);
    NetworkCatalogue catalogue = networks.find(surroundings, progress);
    try (ServedDevices.Opened opened = devices.open();
        ServedEngine engine =
            ServedEngine.start(cluster, options, opened.chains(), catalogue, ports)) {
      surroundings.out().println(engine.ready());
      surroundings.out().flush();
      Waiting.until(surroundings.cancellation());
      progress.say("draining: running jobs have %d s to finish".formatted(drainSeconds));
      engine.drain();
    }
    return ExitCode.DONE;
  }

  private static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new BadInputException("%s is %d; it must be at least 1".formatted(option, value));
    }
  }

  private static Optional<WatchOptions> watch(Optional<Integer> port) {
    return port.map(number -> BadInputException.refusing(() -> WatchOptions.loopback(number)));
  }

  private EngineOptions options(Progress progress) {
    EngineOptions.Times usual = EngineOptions.Times.DEFAULT;
    return EngineOptions.of(EngineOptions.Storage.in(folder()))
        .with(new EngineOptions.Waiting(queue, queue))
        .with(
            new EngineOptions.Times(
                Duration.ofSeconds(leaseSeconds),
                usual.claim(),
                usual.announcement(),
                usual.ttl(),
                Duration.ofSeconds(drainSeconds),
                usual.upload()))
        .withProgram(ProgramVersion.title())
        .with(new JobJournal(progress));
  }

  private Path folder() {
    Path folder =
        state.orElseGet(() -> UserFolders.of(surroundings.store()).state().resolve("engine"));
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BadInputException(
          "the folder %s can't be made (%s); give another with --state"
              .formatted(folder, e.getMessage()),
          e);
    }
  }
}
