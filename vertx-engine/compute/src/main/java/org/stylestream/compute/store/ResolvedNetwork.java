package org.stylestream.compute.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.stylestream.compute.network.EmbeddedNetwork;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.WeightsFile;

/** A network that was found, and where. */
public sealed interface ResolvedNetwork {
  /** What it is called; a file that is read may carry another name. */
  String name();

  /** Where it comes from, for people. */
  String origin();

  /**
   * Reads the weights.
   *
   * @throws org.stylestream.compute.network.NetworkFormatException if the file can't be used
   */
  NetworkWeights read() throws IOException;

  /** How a file was come by. */
  enum Source {
    GIVEN("as given"),
    MODELS_FOLDER("from " + StoreEnvironment.MODELS_VARIABLE),
    CACHE("from the cache"),
    DOWNLOADED("downloaded");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** A network in a file. */
  record InFile(String name, Path path, Source source) implements ResolvedNetwork {
    @Override
    public String origin() {
      return "%s (%s)".formatted(path, source);
    }

    @Override
    public NetworkWeights read() throws IOException {
      return WeightsFile.read(path, name);
    }
  }

  /**
   * The embedded network.
   *
   * @param reason a sentence for the user that says why it stands in for VGG19; empty where it was
   *     asked for
   */
  record Embedded(Optional<String> reason) implements ResolvedNetwork {
    @Override
    public String name() {
      return EmbeddedNetwork.NAME;
    }

    @Override
    public String origin() {
      return "embedded in this program";
    }

    @Override
    public NetworkWeights read() {
      return EmbeddedNetwork.read();
    }
  }
}
