package org.stylestream.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.store.KnownNetwork;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.compute.store.RemoteFile;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.compute.store.StoreEnvironment;
import org.stylestream.service.cluster.ClusterFactory;
import org.stylestream.service.cluster.ClusterKind;
import org.stylestream.service.cluster.ClusterOptions;
import org.stylestream.service.engine.Engine;
import org.stylestream.service.engine.EngineOptions;
import org.stylestream.service.job.NetworkCatalogue;

/**
 * Two processes on a clustered bus of this machine.
 *
 * @param cluster its name, which nobody else has
 */
record StreamingSetup(String cluster) {
  private static final int SECONDS = 60;

  /** An engine on the first device, with the networks that are on this machine. */
  record RunningEngine(Vertx vertx, Engine engine, Device device) implements AutoCloseable {
    /** What the names of the device's threads begin with. */
    String deviceThreads() {
      return "stylestream-" + device.description().id();
    }

    @Override
    public void close() throws TimeoutException {
      await(engine.close());
      await(vertx.close());
      device.close();
    }
  }

  Vertx join() throws TimeoutException {
    return await(
        ClusterFactory.open(ClusterOptions.of(ClusterKind.HAZELCAST).name(cluster).build()));
  }

  RunningEngine startEngine() throws IOException, TimeoutException {
    DeviceProvider provider = ServiceLoader.load(DeviceProvider.class).findFirst().orElseThrow();
    Device device =
        provider.open(
            provider.ids().get(0), new DeviceOptions(Runtime.getRuntime().availableProcessors()));
    Map<String, ResolvedNetwork> networks = new LinkedHashMap<>();
    for (KnownNetwork known :
        new ModelStore(StoreEnvironment.ofProcess(), RemoteFile.VGG19).list()) {
      known.found().ifPresent(network -> networks.put(known.name(), network));
    }
    Vertx vertx = join();
    EngineOptions options = EngineOptions.of(EngineOptions.Storage.inTemporaryFolder());
    Engine engine =
        await(Engine.start(vertx, options, List.of(DeviceChain.of(device)), new NetworkCatalogue(networks)));
    return new RunningEngine(vertx, engine, device);
  }

  static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(SECONDS, TimeUnit.SECONDS);
  }
}
