package org.stylestream.service.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.network.EmbeddedNetwork;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.service.cli.option.NetworkOptions;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which two networks are compared, and where they are found. */
public final class ComparedNetworks {
  @Option(
      names = "--network",
      paramLabel = "NAME|FILE",
      defaultValue = ModelStore.VGG19,
      description =
          "The network that both pictures are measured with, and one of the two that make them."
              + " Default: ${DEFAULT-VALUE}.")
  private String reference;

  @Option(
      names = "--with",
      paramLabel = "NAME|FILE",
      defaultValue = EmbeddedNetwork.NAME,
      description =
          "The other network: a name, or a Keras .h5 or .safetensors file. Default:"
              + " ${DEFAULT-VALUE}.")
  private String other;

  @Option(
      names = "--download-url",
      paramLabel = "URL",
      description = "Where vgg19 is downloaded from, if it must be.")
  private Optional<String> downloadUrl;

  /** The network that measures. */
  public NetworkOptions.Found reference(Surroundings surroundings, Progress progress) {
    return find(reference, surroundings, progress);
  }

  /** The network that is measured against it. */
  public NetworkOptions.Found other(Surroundings surroundings, Progress progress) {
    return find(other, surroundings, progress);
  }

  private NetworkOptions.Found find(String name, Surroundings surroundings, Progress progress) {
    List<String> options = new ArrayList<>(List.of("--network=" + name));
    downloadUrl.ifPresent(url -> options.add("--download-url=" + url));
    return CommandLine.populateCommand(new NetworkOptions(), options.toArray(String[]::new))
        .find(surroundings, progress);
  }
}
