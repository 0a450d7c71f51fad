package org.stylestream.imagej.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.store.DownloadProgress;
import org.stylestream.compute.store.KnownNetwork;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.compute.store.RemoteFile;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.compute.store.StoreEnvironment;
import org.stylestream.service.job.NetworkCatalogue;

/** The networks of this machine. */
final class MachineNetworks {
  private static final int MEGABYTE = 1_000_000;

  private final ModelStore store;

  private MachineNetworks(ModelStore store) {
    this.store = store;
  }

  /** Those that this process's environment leads to. */
  static MachineNetworks ofProcess() {
    return new MachineNetworks(new ModelStore(StoreEnvironment.ofProcess(), RemoteFile.VGG19));
  }

  /**
   * Downloads vgg19 where it isn't here and can be had, once for all time.
   *
   * @param status told how far it is
   * @throws org.stylestream.compute.device.CancelledException if the thread is interrupted
   */
  void complete(Consumer<String> status) {
    Cancellation interrupted = () -> Thread.currentThread().isInterrupted();
    try {
      store.resolve(ModelStore.AUTO, progress(status), interrupted);
    } catch (IOException e) {
      // The embedded network does it too, and the engine says that it does.
      status.accept("VGG19 can't be downloaded: " + e.getMessage());
    }
  }

  private static DownloadProgress progress(Consumer<String> status) {
    return (bytes, total) ->
        status.accept(
            "Downloading VGG19, once: %d of %d MB…".formatted(bytes / MEGABYTE, total / MEGABYTE));
  }

  /** What is here now: vgg19 where it is, vgg19-lite always. */
  NetworkCatalogue catalogue() {
    try {
      Map<String, ResolvedNetwork> networks = new LinkedHashMap<>();
      for (KnownNetwork known : store.list()) {
        known.found().ifPresent(network -> networks.put(known.name(), network));
      }
      return new NetworkCatalogue(networks);
    } catch (IOException e) {
      throw new UncheckedIOException("the folders of networks can't be read: " + e.getMessage(), e);
    }
  }
}
