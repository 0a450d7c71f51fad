package org.stylestream.service.engine;

import io.vertx.core.Vertx;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.service.job.NetworkCatalogue;

/** A local event bus with engines of the tiny network on it. */
final class EngineFixture implements AutoCloseable {
  static final String NETWORK = "tiny";
  private static final long SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final List<Engine> engines = new ArrayList<>();
  private final List<DeviceChain> devices = new ArrayList<>();
  private final List<BusClient> clients = new ArrayList<>();

  static EngineOptions in(Path folder) {
    return EngineOptions.of(EngineOptions.Storage.in(folder));
  }

  static NetworkCatalogue networks() {
    try {
      Path file =
          Path.of(
              EngineFixture.class
                  .getResource("/org/stylestream/compute/goldens/tiny_vgg19_notop.h5")
                  .toURI());
      return new NetworkCatalogue(
          Map.of(NETWORK, new ResolvedNetwork.InFile(NETWORK, file, ResolvedNetwork.Source.GIVEN)));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static Device device() {
    return InstalledDevices.find().open("cpu", new DeviceOptions(1));
  }

  Vertx vertx() {
    return vertx;
  }

  Engine start(EngineOptions options) throws TimeoutException {
    return start(options, device());
  }

  Engine start(EngineOptions options, Device device) throws TimeoutException {
    return start(options, List.of(DeviceChain.of(device)));
  }

  Engine start(EngineOptions options, List<DeviceChain> chains) throws TimeoutException {
    devices.addAll(chains);
    Engine engine =
        Engine.start(vertx, options, chains, networks()).await(SECONDS, TimeUnit.SECONDS);
    engines.add(engine);
    return engine;
  }

  void close(Engine engine) throws TimeoutException {
    engines.remove(engine);
    engine.close().await(SECONDS, TimeUnit.SECONDS);
  }

  BusClient client(String id) {
    BusClient client = new BusClient(vertx, id);
    clients.add(client);
    return client;
  }

  @Override
  public void close() throws TimeoutException {
    for (Engine engine : List.copyOf(engines)) {
      close(engine);
    }
    vertx.close().await(SECONDS, TimeUnit.SECONDS);
    devices.forEach(DeviceChain::close);
  }
}
