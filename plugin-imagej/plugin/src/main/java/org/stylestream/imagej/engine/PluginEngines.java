package org.stylestream.imagej.engine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.MemorySize;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.client.StyleStreamClient;

/**
 * The engines that the plugin has started and the clusters that it has joined. Each stays as it is
 * while another is chosen, because jobs may run there.
 */
public final class PluginEngines implements EngineAccess {
  private final LibraryLogs logs = LibraryLogs.silence();
  private final ReentrantLock opening = new ReentrantLock();
  private final Map<EngineChoice, EngineConnection> connections = new ConcurrentHashMap<>();
  private volatile EngineChoice choice;

  /**
   * @param choice to begin with
   */
  public PluginEngines(EngineChoice choice) {
    this.choice = choice;
  }

  @Override
  public StyleStreamClient client(Consumer<String> status)
      throws EngineUnavailableException, InterruptedException {
    opening.lockInterruptibly();
    try {
      return connection(choice, status).ready(status);
    } catch (CancelledException e) {
      // The flag is set again by whoever noticed.
      Thread.interrupted();
      throw new InterruptedException();
    } finally {
      opening.unlock();
    }
  }

  private EngineConnection connection(EngineChoice wanted, Consumer<String> status)
      throws EngineUnavailableException {
    EngineConnection known = connections.get(wanted);
    if (known != null) {
      return known;
    }
    EngineConnection opened = open(wanted, status);
    connections.put(wanted, opened);
    return opened;
  }

  private static EngineConnection open(EngineChoice wanted, Consumer<String> status)
      throws EngineUnavailableException {
    if (wanted instanceof EngineChoice.Cluster cluster) {
      status.accept("Joining the cluster %s…".formatted(cluster.options().name()));
      return ClusterConnection.open(cluster.options());
    }
    MachineNetworks networks = MachineNetworks.ofProcess();
    networks.complete(status);
    status.accept("Starting the engine…");
    if (wanted instanceof EngineChoice.Local local) {
      return processOrBuiltIn(networks, local.memory(), status);
    }
    return BuiltInEngine.start(networks, ((EngineChoice.BuiltIn) wanted).memory());
  }

  private static EngineConnection processOrBuiltIn(
      MachineNetworks networks, Optional<MemorySize> memory, Consumer<String> status)
      throws EngineUnavailableException {
    try {
      return ProcessConnection.open(memory);
    } catch (IOException | EngineUnavailableException e) {
      status.accept(
          "No process for the engine (%s): it works in ImageJ's own, more slowly"
              .formatted(e.getMessage()));
      return BuiltInEngine.start(networks, memory);
    }
  }

  @Override
  public List<EngineAnnouncement> known() {
    return Optional.ofNullable(connections.get(choice))
        .map(EngineConnection::engines)
        .orElse(List.of());
  }

  @Override
  public EngineChoice choice() {
    return choice;
  }

  @Override
  public void choose(EngineChoice other) {
    choice = other;
  }

  @Override
  public void close() {
    opening.lock();
    try {
      connections.values().forEach(EngineConnection::close);
      connections.clear();
    } finally {
      opening.unlock();
    }
  }
}
