package org.stylestream.compute.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.network.NetworkFormatException;
import org.stylestream.compute.network.NetworkTopology;

class ModelStoreTest {
  private static final String NAME = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5";

  @TempDir Path folder;
  private Path models;
  private Path cache;
  private ModelStore store;

  @BeforeEach
  void makeFolders() throws IOException {
    models = Files.createDirectory(folder.resolve("models"));
    cache = Files.createDirectories(folder.resolve("home/.cache/stylestream"));
    StoreEnvironment environment =
        new StoreEnvironment(
            Map.of("STYLESTREAM_MODELS", models.toString()), "Linux", folder.resolve("home"));
    store = new ModelStore(environment, RemoteFile.VGG19);
  }

  @Test
  void looksInTheModelsFolderBeforeTheCache() throws IOException {
    Path cached = Files.writeString(cache.resolve(NAME), "cached");
    assertThat(resolve("vgg19"))
        .isEqualTo(new ResolvedNetwork.InFile("vgg19", cached, ResolvedNetwork.Source.CACHE));

    Path other = Files.writeString(models.resolve("vgg19.safetensors"), "other");
    assertThat(resolve("auto"))
        .isEqualTo(
            new ResolvedNetwork.InFile("vgg19", other, ResolvedNetwork.Source.MODELS_FOLDER));

    Path keras = Files.writeString(models.resolve(NAME), "keras");
    assertThat(resolve("vgg19").origin()).isEqualTo(keras + " (from STYLESTREAM_MODELS)");
  }

  @Test
  void takesAPathAsGiven() throws IOException {
    Path file = folder.resolve("my.net.h5");
    try (var input =
        getClass().getResourceAsStream("/org/stylestream/compute/goldens/tiny_vgg19_notop.h5")) {
      Files.copy(input, file);
    }
    ResolvedNetwork network = resolve(file.toString());
    assertThat(network.origin()).isEqualTo(file + " (as given)");
    assertThat(network.read().name()).isEqualTo("my.net");
    assertThat(network.read().topology().layers()).hasSize(NetworkTopology.layerNames().size());
  }

  @Test
  void checksTheStructureOfAFileWhenItIsRead() throws IOException {
    Files.writeString(models.resolve(NAME), "no network at all");
    ResolvedNetwork network = resolve("vgg19");
    assertThatThrownBy(network::read)
        .isInstanceOf(NetworkFormatException.class)
        .hasMessageContaining(models.resolve(NAME) + " is neither HDF5 nor safetensors");
  }

  @Test
  void hasTheEmbeddedNetworkAlways() throws IOException {
    ResolvedNetwork lite = resolve("vgg19-lite");
    assertThat(lite).isEqualTo(new ResolvedNetwork.Embedded(Optional.empty()));
    assertThat(lite.origin()).isEqualTo("embedded in this program");
    assertThat(lite.read().name()).isEqualTo(lite.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vgg16", "", "models", "none/vgg19.h5", "VGG19"})
  void refusesWhatIsNoNetwork(String request) {
    assertThatThrownBy(() -> resolve(request))
        .isInstanceOf(NetworkUnavailableException.class)
        .hasMessage(
            "there is no network '%s'; give auto, vgg19, vgg19-lite, "
                + "or the path of a Keras .h5 or a .safetensors file",
            request);
  }

  @Test
  void refusesWhatIsNoPath() {
    assertThatThrownBy(() -> resolve("a\0b"))
        .isInstanceOf(NetworkUnavailableException.class)
        .hasMessageContaining("can't be the path of a network");
  }

  @Test
  void listsWhatIsThereAndWhatIsNot() throws IOException {
    List<KnownNetwork> networks = store.list();
    assertThat(networks).extracting(KnownNetwork::name).containsExactly("vgg19", "vgg19-lite");
    assertThat(networks.get(0).found()).isEmpty();
    assertThat(networks.get(0).bytes()).isEqualTo(80_134_624);
    assertThat(networks.get(0).howToGet().orElseThrow())
        .isEqualTo(
            "It is downloaded when it is first asked for, or get %s from %s "
                + "and put it into %s, or name it with --network PATH.",
            NAME, RemoteFile.VGG19.uri(), cache);
    assertThat(networks.get(1).found()).isPresent();
    assertThat(networks.get(1).bytes()).isEqualTo(3_522_800);
    assertThat(networks.get(1).howToGet()).isEmpty();

    Files.writeString(models.resolve(NAME), "12345");
    KnownNetwork vgg19 = store.list().get(0);
    assertThat(vgg19.found().orElseThrow().origin()).contains("from STYLESTREAM_MODELS");
    assertThat(vgg19.bytes()).isEqualTo(5);
    assertThat(vgg19.howToGet()).isEmpty();
  }

  @Test
  void cachesWhereTheSystemDoes() {
    Path home = folder.resolve("h");
    Path other = folder.resolve("o");
    assertThat(cache(Map.of(), "Linux", home)).isEqualTo(home.resolve(".cache/stylestream"));
    assertThat(cache(Map.of("XDG_CACHE_HOME", other.toString()), "Linux", home))
        .isEqualTo(other.resolve("stylestream"));
    assertThat(cache(Map.of("XDG_CACHE_HOME", "relative"), "Linux", home))
        .isEqualTo(home.resolve(".cache/stylestream"));
    assertThat(cache(Map.of(), "Mac OS X", home))
        .isEqualTo(home.resolve("Library/Caches/stylestream"));
    assertThat(cache(Map.of("LOCALAPPDATA", other.toString()), "Windows 11", home))
        .isEqualTo(other.resolve("stylestream"));
    assertThat(cache(Map.of(), "Windows 11", home))
        .isEqualTo(home.resolve("AppData/Local/stylestream"));
  }

  @Test
  void aBlankVariableNamesNoFolder() {
    assertThat(
            new StoreEnvironment(Map.of("STYLESTREAM_MODELS", " "), "Linux", folder).modelsFolder())
        .isEmpty();
  }

  @Test
  void refusesAddressesThatCannotBeDownloadedFrom() {
    for (String address : List.of("ftp://host/f", "/a/b", "http:///f", "file:///f")) {
      assertThatThrownBy(() -> RemoteFile.VGG19.at(URI.create(address)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'%s' is no address to download from; it must begin with http:// or https://",
              address);
    }
  }

  private static Path cache(Map<String, String> variables, String system, Path home) {
    return new StoreEnvironment(variables, system, home).cacheFolder();
  }

  private ResolvedNetwork resolve(String request) throws IOException {
    return store.resolve(request, DownloadProgress.NONE, Cancellation.NEVER);
  }
}
