package org.stylestream.service.watch;

import io.vertx.core.Vertx;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.service.engine.Engine;
import org.stylestream.service.engine.EngineOptions;
import org.stylestream.service.job.NetworkCatalogue;

/** A real engine of the tiny network, with both ports open. */
record WatchedEngine(
    Vertx vertx, Device device, Engine engine, WatchServer http, BridgeServer bridge)
    implements AutoCloseable {
  private static final String TINY = "/org/stylestream/compute/goldens/tiny_vgg19_notop.h5";
  private static final int SECONDS = 60;

  static WatchedEngine start(Path folder) throws TimeoutException, URISyntaxException {
    Path network = Path.of(WatchedEngine.class.getResource(TINY).toURI());
    var catalogue =
        new NetworkCatalogue(
            Map.of(
                "tiny", new ResolvedNetwork.InFile("tiny", network, ResolvedNetwork.Source.GIVEN)));
    Device device = InstalledDevices.find().open("cpu", new DeviceOptions(1));
    Vertx vertx = Vertx.vertx();
    EngineOptions options = EngineOptions.of(EngineOptions.Storage.in(folder));
    Engine engine =
        Engine.start(vertx, options, List.of(DeviceChain.of(device)), catalogue)
            .await(SECONDS, TimeUnit.SECONDS);
    return new WatchedEngine(
        vertx,
        device,
        engine,
        WatchServer.start(vertx, engine.view(), WatchOptions.loopback(0))
            .await(SECONDS, TimeUnit.SECONDS),
        BridgeServer.start(vertx, engine.view(), WatchOptions.loopback(0))
            .await(SECONDS, TimeUnit.SECONDS));
  }

  @Override
  public void close() throws TimeoutException {
    engine.close().await(SECONDS, TimeUnit.SECONDS);
    vertx.close().await(SECONDS, TimeUnit.SECONDS);
    device.close();
  }
}
