package org.stylestream.service.cli.option;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.store.DownloadProgress;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.compute.store.NetworkUnavailableException;
import org.stylestream.compute.store.RemoteFile;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.protocol.Identifier;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Readable;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.NetworkCatalogue;
import picocli.CommandLine.Option;

/** Which network, and its loading. */
public final class NetworkOptions {
  private static final int LONGEST_NAME = 64;

  @Option(
      names = "--network",
      paramLabel = "NAME|FILE",
      defaultValue = ModelStore.AUTO,
      description =
          "vgg19, vgg19-lite (embedded), or a Keras .h5 or .safetensors file; auto takes vgg19 where"
              + " it can be had. Default: ${DEFAULT-VALUE}.")
  private String network;

  @Option(
      names = "--download-url",
      paramLabel = "URL",
      description = "Where vgg19 is downloaded from, if it must be.")
  private Optional<URI> downloadUrl;

  /**
   * A network that was found.
   *
   * @param networks that hold it
   * @param name by which they do
   */
  public record Found(NetworkCatalogue networks, String name) {
    static Found of(ResolvedNetwork network) {
      String name = nameOf(network);
      return new Found(new NetworkCatalogue(Map.of(name, network)), name);
    }

    /** Reads it. */
    public NetworkCatalogue.Loaded load() {
      try {
        return networks.load(name);
      } catch (JobFaultException e) {
        throw new BadInputException(e.getMessage(), e);
      }
    }
  }

  /**
   * The name by which engines of a cluster have the network.
   *
   * @throws BadInputException if it is none
   */
  public String name() {
    if (!network.matches(Identifier.PATTERN)) {
      throw new BadInputException(
          "'%s' is no name of a network; 'stylestream engines' lists those that engines have"
              .formatted(network));
    }
    return network;
  }

  /** Finds the network, downloading it if need be. */
  public Found find(Surroundings surroundings, Progress progress) {
    ModelStore store =
        BadInputException.refusing(
            () ->
                new ModelStore(
                    surroundings.store(),
                    downloadUrl.map(RemoteFile.VGG19::at).orElse(RemoteFile.VGG19)));
    try {
      ResolvedNetwork resolved =
          store.resolve(network, shownBy(progress), surroundings.cancellation());
      progress.end();
      return Found.of(resolved);
    } catch (NetworkUnavailableException e) {
      if (network.equals(ModelStore.VGG19)) {
        throw new RunFailedException(e.getMessage(), e);
      }
      throw new BadInputException(e.getMessage(), e);
    } catch (IOException e) {
      throw new RunFailedException("the network can't be read: " + e.getMessage(), e);
    }
  }

  /** What a network is called in requests, whatever its file is called. */
  static String nameOf(ResolvedNetwork network) {
    String name = network.name().replaceAll("[^A-Za-z0-9_-]", "_");
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  /** Shows a download. */
  static DownloadProgress shownBy(Progress progress) {
    return (bytes, total) -> show(progress, bytes, total);
  }

  private static void show(Progress progress, long bytes, long total) {
    progress.show(
        bytes,
        total,
        "downloading vgg19: %s of %s".formatted(Readable.bytes(bytes), Readable.bytes(total)));
  }
}
