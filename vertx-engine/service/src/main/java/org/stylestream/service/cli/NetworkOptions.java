package org.stylestream.service.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.stylestream.compute.network.NetworkFormatException;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.compute.store.NetworkUnavailableException;
import org.stylestream.compute.store.RemoteFile;
import org.stylestream.compute.store.ResolvedNetwork;
import picocli.CommandLine.Option;

/** Which network, and its loading. */
final class NetworkOptions {
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
   * A network that was read.
   *
   * @param origin where it comes from, for people
   * @param reason why it stands in for the one asked for, if it does
   */
  record Loaded(NetworkWeights weights, String origin, Optional<String> reason) {}

  /** Finds and reads the network, downloading it if need be. */
  Loaded load(Surroundings surroundings, Progress progress) {
    ModelStore store =
        BadInputException.refusing(
            () ->
                new ModelStore(
                    surroundings.store(),
                    downloadUrl.map(RemoteFile.VGG19::at).orElse(RemoteFile.VGG19)));
    try {
      ResolvedNetwork resolved =
          store.resolve(
              network, (bytes, total) -> show(progress, bytes, total), surroundings.cancellation());
      progress.end();
      return new Loaded(resolved.read(), resolved.origin(), reason(resolved));
    } catch (NetworkFormatException e) {
      throw new BadInputException(e.getMessage(), e);
    } catch (NetworkUnavailableException e) {
      if (network.equals(ModelStore.VGG19)) {
        throw new RunFailedException(e.getMessage(), e);
      }
      throw new BadInputException(e.getMessage(), e);
    } catch (IOException e) {
      throw new RunFailedException("the network can't be read: " + e.getMessage(), e);
    }
  }

  private static void show(Progress progress, long bytes, long total) {
    progress.show(
        bytes,
        total,
        "downloading vgg19: %s of %s".formatted(Readable.bytes(bytes), Readable.bytes(total)));
  }

  private static Optional<String> reason(ResolvedNetwork resolved) {
    return resolved instanceof ResolvedNetwork.Embedded embedded
        ? embedded.reason()
        : Optional.empty();
  }
}
