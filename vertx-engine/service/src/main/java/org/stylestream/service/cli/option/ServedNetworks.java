package org.stylestream.service.cli.option;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.store.KnownNetwork;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.compute.store.RemoteFile;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.job.NetworkCatalogue;
import picocli.CommandLine.Option;

/** Which networks an engine has: vgg19 where it can be had, vgg19-lite always, and files. */
public final class ServedNetworks {
  @Option(
      names = "--network",
      paramLabel = "FILE",
      split = ",",
      description =
          "Offer also this Keras .h5 or .safetensors file, by its name without extension; repeat or"
              + " use commas.")
  private List<String> files = List.of();

  @Option(
      names = "--download",
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Download vgg19 where it isn't on this machine.")
  private boolean download;

  @Option(
      names = "--download-url",
      paramLabel = "URL",
      description = "Where vgg19 is downloaded from, if it must be.")
  private Optional<URI> downloadUrl;

  /**
   * Finds them; vgg19 first.
   *
   * @throws BadInputException if a file isn't there
   * @throws RunFailedException if vgg19 is to be downloaded and can't be
   */
  public NetworkCatalogue find(Surroundings surroundings, Progress progress) {
    ModelStore store =
        BadInputException.refusing(
            () ->
                new ModelStore(
                    surroundings.store(),
                    downloadUrl.map(RemoteFile.VGG19::at).orElse(RemoteFile.VGG19)));
    Map<String, ResolvedNetwork> networks = new LinkedHashMap<>();
    try {
      if (download) {
        networks.put(
            ModelStore.VGG19,
            store.resolve(
                ModelStore.VGG19, NetworkOptions.shownBy(progress), surroundings.cancellation()));
      }
      for (KnownNetwork known : store.list()) {
        known.found().ifPresent(network -> networks.putIfAbsent(known.name(), network));
      }
    } catch (IOException e) {
      throw new RunFailedException(e.getMessage(), e);
    }
    progress.end();
    files.forEach(file -> add(file, store, surroundings, networks));
    return new NetworkCatalogue(networks);
  }

  private static void add(
      String file,
      ModelStore store,
      Surroundings surroundings,
      Map<String, ResolvedNetwork> networks) {
    ResolvedNetwork network =
        BadInputException.refusing(
            () -> store.resolve(file, (bytes, total) -> {}, surroundings.cancellation()));
    String name = NetworkOptions.nameOf(network);
    if (networks.putIfAbsent(name, network) != null) {
      throw new BadInputException(
          "there is another network %s than %s already; rename the file".formatted(name, file));
    }
  }
}
