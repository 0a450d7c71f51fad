package org.stylestream.compute.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.network.EmbeddedNetwork;

/**
 * Finds networks: {@code vgg19} in the folder that STYLESTREAM_MODELS names, then in the user's
 * cache, else downloads it there once; {@code vgg19-lite}, which is embedded; or any file.
 */
public final class ModelStore {
  /** Asks for {@code vgg19} where it can be had, else for {@code vgg19-lite}. */
  public static final String AUTO = "auto";

  public static final String VGG19 = "vgg19";

  private static final String KERAS_FILE = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5";
  private static final List<String> FILES = List.of(KERAS_FILE, "vgg19.safetensors");

  private final StoreEnvironment environment;
  private final RemoteFile published;

  /**
   * @param published VGG19 as Keras publishes it, by default {@link RemoteFile#VGG19}
   */
  public ModelStore(StoreEnvironment environment, RemoteFile published) {
    this.environment = environment;
    this.published = published;
  }

  /**
   * Resolves a network; {@code vgg19} and {@code auto} download it where it isn't there yet.
   *
   * @param request {@code auto}, {@code vgg19}, {@code vgg19-lite}, or the path of a file
   * @throws NetworkUnavailableException if it can't be had
   * @throws org.stylestream.compute.device.CancelledException soon after a cancel was requested; a
   *     download goes on from there the next time
   */
  public ResolvedNetwork resolve(
      String request, DownloadProgress progress, Cancellation cancellation) throws IOException {
    return switch (request) {
      case AUTO -> vgg19OrEmbedded(progress, cancellation);
      case VGG19 -> vgg19(progress, cancellation);
      case EmbeddedNetwork.NAME -> new ResolvedNetwork.Embedded(Optional.empty());
      default -> file(request);
    };
  }

  /** The networks that have names, and where they are; downloads nothing. */
  public List<KnownNetwork> list() throws IOException {
    Optional<ResolvedNetwork> vgg19 = find();
    long bytes = published.bytes();
    if (vgg19.orElse(null) instanceof ResolvedNetwork.InFile file) {
      bytes = Files.size(file.path());
    }
    Optional<String> howToGet =
        vgg19.isPresent()
            ? Optional.empty()
            : Optional.of("It is downloaded when it is first asked for, or " + byHand() + ".");
    return List.of(
        new KnownNetwork(VGG19, vgg19, bytes, howToGet),
        new KnownNetwork(
            EmbeddedNetwork.NAME,
            Optional.of(new ResolvedNetwork.Embedded(Optional.empty())),
            EmbeddedNetwork.sizeBytes(),
            Optional.empty()));
  }

  private ResolvedNetwork vgg19OrEmbedded(DownloadProgress progress, Cancellation cancellation)
      throws IOException {
    try {
      return vgg19(progress, cancellation);
    } catch (NetworkUnavailableException e) {
      return new ResolvedNetwork.Embedded(
          Optional.of("Using the embedded vgg19-lite: " + e.getMessage()));
    }
  }

  private ResolvedNetwork vgg19(DownloadProgress progress, Cancellation cancellation)
      throws IOException {
    Optional<ResolvedNetwork> found = find();
    return found.isPresent() ? found.get() : download(progress, cancellation);
  }

  private Optional<ResolvedNetwork> find() {
    Stream<ResolvedNetwork> given =
        environment.modelsFolder().stream()
            .flatMap(folder -> in(folder, ResolvedNetwork.Source.MODELS_FOLDER));
    return Stream.concat(given, in(environment.cacheFolder(), ResolvedNetwork.Source.CACHE))
        .findFirst();
  }

  private static Stream<ResolvedNetwork> in(Path folder, ResolvedNetwork.Source source) {
    return FILES.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .map(path -> new ResolvedNetwork.InFile(VGG19, path, source));
  }

  private ResolvedNetwork download(DownloadProgress progress, Cancellation cancellation)
      throws IOException {
    Path target = environment.cacheFolder().resolve(KERAS_FILE);
    try {
      boolean fetched = new Download(published, target, progress, cancellation).run();
      return new ResolvedNetwork.InFile(
          VGG19,
          target,
          fetched ? ResolvedNetwork.Source.DOWNLOADED : ResolvedNetwork.Source.CACHE);
    } catch (DownloadException e) {
      throw new NetworkUnavailableException(
          "vgg19 is not on this machine and can't be downloaded (%s); %s."
              .formatted(e.getMessage(), byHand()),
          e);
    }
  }

  private String byHand() {
    return "get %s from %s and put it into %s, or name it with --network PATH"
        .formatted(KERAS_FILE, published.uri(), environment.cacheFolder());
  }

  private static ResolvedNetwork file(String request) throws NetworkUnavailableException {
    Path path = path(request);
    if (!Files.isRegularFile(path)) {
      throw new NetworkUnavailableException(
          ("there is no network '%s'; give auto, vgg19, vgg19-lite, "
                  + "or the path of a Keras .h5 or a .safetensors file")
              .formatted(request));
    }
    String name = path.getFileName().toString().replaceFirst("\\.(h5|hdf5|safetensors)$", "");
    return new ResolvedNetwork.InFile(name, path, ResolvedNetwork.Source.GIVEN);
  }

  private static Path path(String request) throws NetworkUnavailableException {
    try {
      return Path.of(request);
    } catch (InvalidPathException e) {
      throw new NetworkUnavailableException(
          "'%s' can't be the path of a network: %s".formatted(request, e.getReason()), e);
    }
  }
}
