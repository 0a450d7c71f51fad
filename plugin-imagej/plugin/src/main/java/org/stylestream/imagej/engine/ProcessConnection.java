package org.stylestream.imagej.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.stylestream.compute.device.MemorySize;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.BusPair;

/** An engine in a process of its own, which is started again if it has died. */
final class ProcessConnection implements EngineConnection {
  private final BusPair bus;
  private final BusConnection connection;
  private final Optional<MemorySize> memory;
  private EngineProcess process;
  private Optional<ProcessClient> client = Optional.empty();

  private ProcessConnection(
      BusPair bus, BusConnection connection, Optional<MemorySize> memory, EngineProcess process) {
    this.bus = bus;
    this.connection = connection;
    this.memory = memory;
    this.process = process;
  }

  /**
   * Starts a process, and waits until it is ready.
   *
   * @param memory that a run may take
   * @throws IOException if there is no process to be had
   * @throws EngineUnavailableException if it doesn't get ready
   */
  static ProcessConnection open(Optional<MemorySize> memory)
      throws IOException, EngineUnavailableException {
    BusPair bus = BusConnection.until(BusPair.open(EngineProgram.IMAGEJ, EngineProgram.ENGINE));
    BusConnection connection = BusConnection.on(bus.vertx());
    ProcessConnection opened =
        new ProcessConnection(bus, connection, memory, started(bus, connection, memory));
    try {
      opened.ready(status -> {});
      return opened;
    } catch (EngineUnavailableException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static EngineProcess started(
      BusPair bus, BusConnection connection, Optional<MemorySize> memory) throws IOException {
    try {
      return EngineProcess.start(bus.port(), memory);
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public StyleStreamClient ready(Consumer<String> status) throws EngineUnavailableException {
    if (!process.isAlive()) {
      status.accept("Starting the engine again…");
      restart();
    }
    if (client.isEmpty()) {
      client = Optional.of(connected());
    }
    return client.get();
  }

  private void restart() throws EngineUnavailableException {
    try {
      client = Optional.empty();
      process = EngineProcess.start(bus.port(), memory);
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "the engine's process has ended and can't be started again: " + e.getMessage(), e);
    }
  }

  private ProcessClient connected() throws EngineUnavailableException {
    EngineReady ready = process.ready();
    bus.connect(ready.port());
    return connection
        .clientOf(engine -> engine.engineId().equals(ready.engineId()))
        .map(found -> new ProcessClient(found, process.end()))
        .orElseThrow(
            () ->
                new EngineUnavailableException(
                    "the engine's process runs but can't be reached; its log is " + process.log()));
  }

  @Override
  public List<EngineAnnouncement> engines() {
    return connection.engines();
  }

  @Override
  public void close() {
    connection.close();
    process.close();
  }
}
