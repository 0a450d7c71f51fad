package org.stylestream.imagej.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.compute.device.MemorySize;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.cli.run.LocalEngine;
import org.stylestream.service.client.StyleStreamClient;

/** An engine in this process. */
final class BuiltInEngine implements EngineConnection {
  private final DeviceChain devices;
  private final LocalEngine engine;

  /** ImageJ ends without asking, and the engine has files to remove. */
  private final Thread atExit = new Thread(this::end);

  private BuiltInEngine(DeviceChain devices, LocalEngine engine) {
    this.devices = devices;
    this.engine = engine;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts one.
   *
   * @param memory that a run may take
   */
  static BuiltInEngine start(MachineNetworks networks, Optional<MemorySize> memory)
      throws EngineUnavailableException {
    DeviceChain devices = openDevices(DeviceOptions.within(memory));
    try {
      return new BuiltInEngine(devices, LocalEngine.start(devices, networks.catalogue()));
    } catch (RuntimeException e) {
      devices.close();
      throw new EngineUnavailableException(
          "the built-in engine can't be started: " + e.getMessage(), e);
    }
  }

  private static DeviceChain openDevices(DeviceOptions options) throws EngineUnavailableException {
    try {
      return InstalledDevices.find().openBest(options);
    } catch (DeviceUnavailableException e) {
      throw new EngineUnavailableException(e.getMessage(), e);
    }
  }

  @Override
  public StyleStreamClient ready(Consumer<String> status) throws EngineUnavailableException {
    if (!BusConnection.isHeard(engine.client(), any -> true)) {
      throw new EngineUnavailableException("the built-in engine gives no sign of life");
    }
    return engine.client();
  }

  @Override
  public List<EngineAnnouncement> engines() {
    return engine.client().engines();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    end();
  }

  private void end() {
    engine.close();
    devices.close();
  }
}
