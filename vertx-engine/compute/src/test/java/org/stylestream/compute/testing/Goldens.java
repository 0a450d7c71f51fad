package org.stylestream.compute.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.tensor.SafetensorsReader;

/**
 * Reference values computed with PyTorch in double precision: those of the tiny network travel with
 * the tests, those of VGG19 lie beside the folder that STYLESTREAM_MODELS names.
 */
public record Goldens(String name, Path weights, SafetensorsReader tensors, JsonNode losses) {
  private static final String VGG19_FILE = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5";

  /** Those of VGG-19's topology with 4, 6, 8, 8, 8 random channels. */
  public static Goldens tiny() {
    return onTinyNetwork("tiny");
  }

  /** Those of the preset crowsonkb on that network, which has the images. */
  public static Goldens crowsonkb() {
    return onTinyNetwork("crowsonkb");
  }

  private static Goldens onTinyNetwork(String name) {
    try {
      Path folder = Path.of(Goldens.class.getResource("/org/stylestream/compute/goldens").toURI());
      return read(name, folder, folder.resolve("tiny_vgg19_notop.h5"));
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Those of VGG19, where the machine has them. */
  public static Optional<Goldens> vgg19() {
    String models = System.getenv("STYLESTREAM_MODELS");
    if (models == null) {
      return Optional.empty();
    }
    Path weights = Path.of(models).resolve(VGG19_FILE);
    Path folder = Path.of(models).resolveSibling("goldens");
    if (!Files.exists(weights) || !Files.exists(folder.resolve("vgg19.safetensors"))) {
      return Optional.empty();
    }
    return Optional.of(read("vgg19", folder, weights));
  }

  /**
   * Those of {@code tiny} or {@code vgg19}; a test that needs the latter is skipped where they are
   * missing.
   */
  public static Goldens named(String network) {
    if (network.equals("tiny")) {
      return tiny();
    }
    Optional<Goldens> vgg19 = vgg19();
    assumeTrue(vgg19.isPresent(), "STYLESTREAM_MODELS names no folder with VGG19 and goldens");
    return vgg19.get();
  }

  private static Goldens read(String name, Path folder, Path weights) {
    try (InputStream json = Files.newInputStream(folder.resolve(name + ".json"))) {
      return new Goldens(
          name,
          weights,
          SafetensorsReader.open(folder.resolve(name + ".safetensors")),
          new ObjectMapper().readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content image, 64 × 96. */
  public Image content() {
    return image("content");
  }

  /** The style image, 64 × 96. */
  public Image style() {
    return image("style");
  }

  /** The image at which losses and gradients are recorded, 64 × 96. */
  public Image point() {
    return image("point");
  }

  private Image image(String tensor) {
    return new Image(64, 96, floats(tensor));
  }

  public boolean has(String tensor) {
    return tensors.tensors().containsKey(tensor);
  }

  /** The values of a tensor. */
  public float[] floats(String tensor) {
    try {
      return tensors.floats(tensor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
