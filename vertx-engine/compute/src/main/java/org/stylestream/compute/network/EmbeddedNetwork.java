package org.stylestream.compute.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.stylestream.compute.tensor.SafetensorsReader;

/** {@code vgg19-lite}: a narrow VGG19 that this library carries along. */
public final class EmbeddedNetwork {
  /** What it is called. */
  public static final String NAME = "vgg19-lite";

  private static final String RESOURCE = NAME + ".safetensors";

  private EmbeddedNetwork() {}

  /** Reads the network; its layers are block1_conv1 to block5_conv2. */
  public static NetworkWeights read() {
    try (SafetensorsReader reader = SafetensorsReader.of(RESOURCE, content())) {
      return SafetensorsWeightsReader.read(RESOURCE, reader, NAME);
    } catch (IOException e) {
      throw new UncheckedIOException("this program's own " + RESOURCE + " is damaged", e);
    }
  }

  /** Size of the file in bytes. */
  public static long sizeBytes() {
    return content().length;
  }

  private static byte[] content() {
    try (InputStream input = EmbeddedNetwork.class.getResourceAsStream(RESOURCE)) {
      if (input == null) {
        throw new IllegalStateException("this program was packaged without " + RESOURCE);
      }
      return input.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("this program's own " + RESOURCE + " can't be read", e);
    }
  }
}
