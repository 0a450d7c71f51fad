package org.stylestream.imagej.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.compute.device.MemorySize;
import org.stylestream.service.cli.run.JobFailures;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.cluster.BusPair;
import org.stylestream.service.engine.Engine;
import org.stylestream.service.engine.EngineOptions;

/**
 * The engine's process. It says on standard output when it is ready, and ends when its standard
 * input does: a pipe from ImageJ, which breaks whatever becomes of ImageJ.
 */
public final class EngineProgram {
  /** ImageJ's name on the event bus. */
  static final String IMAGEJ = "imagej";

  /** The engine's name on the event bus. */
  static final String ENGINE = "engine";

  private EngineProgram() {}

  /**
   * Runs an engine until standard input ends.
   *
   * @param arguments the port of ImageJ's event bus, the file of this process's log, removed at the
   *     end where the system lets it, and the memory that a run may take, unless it is what there
   *     is
   */
  public static void main(String[] arguments) {
    int code = 0;
    try {
      Optional<MemorySize> memory =
          Arrays.stream(arguments).skip(2).findFirst().map(MemorySize::parse);
      serve(Integer.parseInt(arguments[0]), DeviceOptions.within(memory));
      Files.deleteIfExists(Path.of(arguments[1]));
    } catch (IOException | RuntimeException e) {
      System.err.println("the engine can't be started: " + e.getMessage());
      code = 1;
    }
    System.exit(code);
  }

  private static void serve(int port, DeviceOptions options) throws IOException {
    BusPair bus = Waiting.until(BusPair.open(ENGINE, IMAGEJ), JobFailures::explained);
    bus.connect(port);
    try (DeviceChain devices = InstalledDevices.find().openBest(options)) {
      Engine engine =
          Waiting.until(
              Engine.start(
                  bus.vertx(),
                  EngineOptions.of(EngineOptions.Storage.inTemporaryFolder())
                      .withProgram(ProgramVersion.title()),
                  List.of(devices),
                  MachineNetworks.ofProcess().catalogue()),
              JobFailures::explained);
      System.out.println(new EngineReady(engine.engineId(), bus.port()).line());
      awaitEndOfInput();
      Waiting.untilClosed(engine::close, bus.vertx()::close);
    }
  }

  private static void awaitEndOfInput() throws IOException {
    int read;
    do {
      read = System.in.read();
    } while (read >= 0);
  }
}
