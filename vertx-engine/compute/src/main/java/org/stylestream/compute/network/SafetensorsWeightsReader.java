package org.stylestream.compute.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.tensor.SafetensorsException;
import org.stylestream.compute.tensor.SafetensorsReader;

/**
 * Reads networks from safetensors: tensors {@code block1_conv1/kernel} of 3 × 3 × inputs × outputs
 * and {@code block1_conv1/bias}, of any type.
 *
 * <p>Metadata, all optional: {@code name}; {@code input}, which must be {@value #INPUT}; {@code
 * reference_channels}, five numbers separated by commas, one a block, that become {@link
 * ConvolutionLayer#referenceChannels} (without it, the layers' own outputs do).
 */
public final class SafetensorsWeightsReader {
  /** What a network must be made for; the means are those of ImageNet, as in VGG's. */
  static final String INPUT = "BGR minus 103.939,116.779,123.68";

  private static final String NAME_KEY = "name";
  private static final String INPUT_KEY = "input";
  private static final String REFERENCE_KEY = "reference_channels";
  private static final int BLOCKS = 5;

  private SafetensorsWeightsReader() {}

  /**
   * Reads a network.
   *
   * @param defaultName its name where the metadata has none
   * @throws NetworkFormatException if the file holds no usable network
   */
  public static NetworkWeights read(Path path, String defaultName) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(path)) {
      return read(path.toString(), reader, defaultName);
    } catch (SafetensorsException e) {
      throw new NetworkFormatException(e.getMessage(), e);
    }
  }

  static NetworkWeights read(String file, SafetensorsReader reader, String defaultName)
      throws IOException {
    checkInput(file, reader);
    NetworkAssembly assembly =
        new NetworkAssembly(file, new Stored(file, reader), references(file, reader));
    return assembly.assemble(reader.metadata().getOrDefault(NAME_KEY, defaultName));
  }

  private static void checkInput(String file, SafetensorsReader reader)
      throws NetworkFormatException {
    String input = reader.metadata().getOrDefault(INPUT_KEY, INPUT);
    if (!input.equals(INPUT)) {
      throw new NetworkFormatException(
          "%s is a network for input '%s'; it must be '%s'".formatted(file, input, INPUT));
    }
  }

  private static NetworkAssembly.ReferenceChannels references(String file, SafetensorsReader reader)
      throws NetworkFormatException {
    Optional<String> text = Optional.ofNullable(reader.metadata().get(REFERENCE_KEY));
    if (text.isEmpty()) {
      return (block, outputs) -> outputs;
    }
    if (!text.get().matches("[1-9]\\d{0,5}(,[1-9]\\d{0,5}){" + (BLOCKS - 1) + "}")) {
      throw new NetworkFormatException(
          "%s: %s is '%s'; it must be %d numbers like 64,128,256,512,512"
              .formatted(file, REFERENCE_KEY, text.get(), BLOCKS));
    }
    List<Integer> channels = Arrays.stream(text.get().split(",")).map(Integer::valueOf).toList();
    return (block, outputs) -> channels.get(block - 1);
  }

  private record Stored(String file, SafetensorsReader reader) implements StoredWeights {
    @Override
    public boolean has(String layer) {
      return reader.tensors().containsKey(layer + "/kernel");
    }

    @Override
    public Values kernel(String layer) throws IOException {
      return values(layer + "/kernel");
    }

    @Override
    public Values bias(String layer) throws IOException {
      return values(layer + "/bias");
    }

    private Values values(String tensor) throws IOException {
      return new Values(reader.tensor(tensor).shape(), () -> reader.floats(tensor));
    }
  }
}
