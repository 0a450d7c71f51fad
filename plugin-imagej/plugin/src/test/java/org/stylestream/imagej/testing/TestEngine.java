package org.stylestream.imagej.testing;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.network.EmbeddedNetwork;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.engine.EngineChoice;
import org.stylestream.imagej.engine.EngineUnavailableException;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.cli.run.LocalEngine;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.job.NetworkCatalogue;

/** An engine in the tests' own process, with one network. */
public final class TestEngine implements EngineAccess {
  private final NetworkCatalogue networks;
  private Optional<LocalEngine> engine = Optional.empty();
  private Optional<Device> device = Optional.empty();

  private TestEngine(NetworkCatalogue networks) {
    this.networks = networks;
  }

  /** With the tiny network. */
  public static TestEngine tiny() {
    return new TestEngine(tinyNetworks());
  }

  /** The tiny network alone. */
  public static NetworkCatalogue tinyNetworks() {
    return new NetworkCatalogue(
        Map.of(
            "tiny", new ResolvedNetwork.InFile("tiny", tinyFile(), ResolvedNetwork.Source.GIVEN)));
  }

  /** With vgg19-lite, for pictures that people look at. */
  public static TestEngine lite() {
    return new TestEngine(
        new NetworkCatalogue(
            Map.of(EmbeddedNetwork.NAME, new ResolvedNetwork.Embedded(Optional.empty()))));
  }

  @Override
  public synchronized StyleStreamClient client(Consumer<String> status)
      throws EngineUnavailableException {
    if (engine.isEmpty()) {
      status.accept("Starting the engine");
      DeviceProvider provider = ServiceLoader.load(DeviceProvider.class).findFirst().orElseThrow();
      device = Optional.of(provider.open(provider.ids().get(0), new DeviceOptions(1)));
      engine = Optional.of(LocalEngine.start(DeviceChain.of(device.get()), networks));
    }
    return engine.get().client();
  }

  private static Path tinyFile() {
    try {
      return Path.of(
          TestEngine.class
              .getResource("/org/stylestream/compute/goldens/tiny_vgg19_notop.h5")
              .toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public List<EngineAnnouncement> known() {
    return List.of();
  }

  @Override
  public EngineChoice choice() {
    return new EngineChoice.BuiltIn(Optional.empty());
  }

  @Override
  public void choose(EngineChoice choice) {
    throw new UnsupportedOperationException("tests have one engine");
  }

  @Override
  public synchronized void close() {
    engine.ifPresent(LocalEngine::close);
    device.ifPresent(Device::close);
    engine = Optional.empty();
    device = Optional.empty();
  }
}
