package org.stylestream.compute.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.tensor.SafetensorsWriter;
import org.stylestream.compute.tensor.Tensor;

class SafetensorsWeightsReaderTest {
  private static final Tensor KERNEL =
      Tensor.of("block1_conv1/kernel", new float[3 * 3 * 3 * 2], 3, 3, 3, 2);
  private static final Tensor BIAS = Tensor.of("block1_conv1/bias", new float[] {4, 5}, 2);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("a.safetensors");
  }

  // The values were read with NumPy.
  @Test
  void readsTheEmbeddedNetwork() {
    NetworkWeights lite = EmbeddedNetwork.read();

    assertThat(lite.name()).isEqualTo("vgg19-lite");
    assertThat(lite.topology().layers()).hasSize(14);
    assertThat(lite.topology().last())
        .isEqualTo(new ConvolutionLayer("block5_conv2", 5, 192, 192, 512));
    assertThat(lite.topology().layer("block1_conv2"))
        .isEqualTo(new ConvolutionLayer("block1_conv2", 1, 16, 16, 64));
    int at = ((1 * 3 + 2) * 3 + 0) * 16;
    assertThat(Arrays.copyOfRange(lite.kernel(0), at, at + 3))
        .containsExactly(new float[] {-0.48901367f, 0.04019165f, -0.21716309f}, within(1e-7f));
    assertThat(sum(lite.kernel(13))).isEqualTo(-305.876650929451, within(1e-9));
    assertThat(lite.bias(13)).startsWith(new float[] {-12.5546875f, 9.5390625f}, within(1e-6f));
    assertThat(sum(lite.bias(13))).isEqualTo(607.5615539550781, within(1e-9));
    assertThat(EmbeddedNetwork.sizeBytes()).isEqualTo(3_522_800);
  }

  @Test
  void takesTheLayersOwnOutputsWithoutReferenceChannels() throws IOException {
    SafetensorsWriter.write(file, Map.of(), List.of(KERNEL, BIAS));
    NetworkWeights network = WeightsFile.read(file, "mine");
    assertThat(network.name()).isEqualTo("mine");
    assertThat(network.topology().layers())
        .containsExactly(new ConvolutionLayer("block1_conv1", 1, 3, 2, 2));
    assertThat(network.bias(0)).containsExactly(4, 5);
  }

  @Test
  void takesNameAndReferenceChannelsFromTheMetadata() throws IOException {
    SafetensorsWriter.write(
        file,
        Map.of("name", "theirs", "reference_channels", "64,128,256,512,512"),
        List.of(KERNEL, BIAS));
    NetworkWeights network = WeightsFile.read(file, "mine");
    assertThat(network.name()).isEqualTo("theirs");
    assertThat(network.topology().last().referenceChannels()).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "64,128,256,512", "64,128,256,512,0", "a,b,c,d,e"})
  void refusesWrongReferenceChannels(String channels) throws IOException {
    SafetensorsWriter.write(file, Map.of("reference_channels", channels), List.of(KERNEL, BIAS));
    assertRefused("must be 5 numbers like 64,128,256,512,512");
  }

  @Test
  void refusesANetworkForOtherInput() throws IOException {
    SafetensorsWriter.write(file, Map.of("input", "RGB on 0 to 1"), List.of(KERNEL, BIAS));
    assertRefused("input 'RGB on 0 to 1'; it must be 'BGR minus 103.939,116.779,123.68'");
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    SafetensorsWriter.write(file, Map.of(), List.of(KERNEL));
    assertRefused("has no tensor block1_conv1/bias");
    SafetensorsWriter.write(file, Map.of(), List.of(BIAS));
    assertRefused("holds no layer of VGG-19");
  }

  @Test
  void namesWrongShapesAndValues() throws IOException {
    Tensor flat = Tensor.of("block1_conv1/kernel", new float[54], 9, 6);
    SafetensorsWriter.write(file, Map.of(), List.of(flat, BIAS));
    assertRefused("the kernel of block1_conv1 has the shape [9, 6]; it must be [3, 3, 3, N]");
    Tensor nan = Tensor.of("block1_conv1/bias", new float[] {1, Float.NaN}, 2);
    SafetensorsWriter.write(file, Map.of(), List.of(KERNEL, nan));
    assertRefused("the bias of block1_conv1 holds NaN");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    SafetensorsWriter.write(file, Map.of(), List.of(KERNEL, BIAS));
    byte[] whole = Files.readAllBytes(file);
    for (int bytes = 0; bytes < whole.length; bytes++) {
      Files.write(file, Arrays.copyOf(whole, bytes));
      assertRefused("safetensors");
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> WeightsFile.read(file, "a"))
        .isInstanceOf(NetworkFormatException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
