package org.stylestream.compute.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KerasWeightsReaderTest {
  private static final String TINY = "/org/stylestream/compute/goldens/tiny_vgg19_notop.h5";
  private static final String VGG19 = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5";

  @TempDir Path folder;

  // The values were read with h5py.
  @Test
  void readsTheTinyNetwork() throws IOException {
    NetworkWeights tiny = WeightsFile.read(resource(TINY), "tiny");

    assertThat(tiny.name()).isEqualTo("tiny");
    assertThat(tiny.topology().layers())
        .extracting(ConvolutionLayer::name)
        .isEqualTo(NetworkTopology.layerNames());
    assertThat(tiny.topology().layers())
        .extracting(ConvolutionLayer::outputs)
        .containsExactly(4, 4, 6, 6, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8);
    assertThat(tiny.topology().layer("block4_conv1"))
        .isEqualTo(new ConvolutionLayer("block4_conv1", 4, 8, 8, 8));
    assertThat(tiny.kernel(0)).startsWith(0.057512853f, -0.01585151f);
    assertThat(tiny.kernel(0)[((2 * 3 + 1) * 3 + 0) * 4 + 3]).isEqualTo(0.04412093f);
    assertThat(tiny.kernel(15)[((1 * 3 + 2) * 8 + 3) * 8 + 4]).isEqualTo(0.15947638f);
    assertThat(sum(tiny.kernel(15))).isEqualTo(-6.34915287909098, within(1e-12));
    assertThat(tiny.bias(15)[7]).isEqualTo(0.060698044f);
    assertThat(sum(tiny.bias(5))).isEqualTo(-0.05496409721672535, within(1e-12));
  }

  @Test
  void readsVgg19() throws IOException {
    String models = System.getenv().getOrDefault("STYLESTREAM_MODELS", "");
    Path file = Path.of(models).resolve(VGG19);
    assumeTrue(
        Files.exists(file), "STYLESTREAM_MODELS names no folder with " + VGG19 + "; not tested");
    NetworkWeights vgg19 = WeightsFile.read(file, "vgg19");

    assertThat(vgg19.topology().layers())
        .extracting(ConvolutionLayer::outputs)
        .containsExactly(
            64, 64, 128, 128, 256, 256, 256, 256, 512, 512, 512, 512, 512, 512, 512, 512);
    assertThat(vgg19.topology().layers())
        .allMatch(layer -> layer.referenceChannels() == layer.outputs());
    assertThat(vgg19.kernel(15)).hasSize(3 * 3 * 512 * 512);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"keras-fixed-strings.h5", "keras-variable-strings.h5", "keras-whole-model.h5"})
  void findsTheWeightsThatTheAttributesName(String fixture) throws IOException {
    NetworkWeights network = WeightsFile.read(resource(fixture), "fixture");

    assertThat(network.topology().layers())
        .containsExactly(
            new ConvolutionLayer("block1_conv1", 1, 3, 2, 2),
            new ConvolutionLayer("block1_conv2", 1, 2, 2, 2),
            new ConvolutionLayer("block2_conv1", 2, 2, 2, 2));
    assertThat(network.kernel(0)).hasSize(54).startsWith(1 / 64f, 2 / 64f).endsWith(54 / 64f);
    assertThat(network.kernel(2)).hasSize(36).startsWith(1 / 64f).endsWith(36 / 64f);
    assertThat(network.bias(1)).containsExactly(1 / 64f, 2 / 64f);
  }

  @Test
  void looksThroughTheGroupWhereAttributesNameNothingThere() throws IOException {
    Path file = folder.resolve("a.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup layer = hdf.putGroup("block1_conv1");
      layer.putAttribute("weight_names", new String[] {"elsewhere/kernel:0"});
      WritableGroup inner = layer.putGroup("block1_conv1");
      inner.putDataset("kernel:0", kernel(3, 5, 1));
      inner.putDataset("bias:0", new float[5]);
    }
    NetworkWeights network = WeightsFile.read(file, "a");
    assertThat(network.kernel(0)).hasSize(135).containsOnly(1);
    assertThat(network.topology().last().outputs()).isEqualTo(5);
  }

  @Test
  void namesAMissingLayer() throws IOException {
    Path file = folder.resolve("a.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      put(hdf, "block1_conv1", kernel(3, 2, 1), new float[2]);
      put(hdf, "block2_conv1", kernel(2, 2, 1), new float[2]);
    }
    assertRefused(file, "has a layer block2_conv1, but no block1_conv2; VGG-19's layers");
  }

  @Test
  void saysThatThereIsNoLayerAtAll() throws IOException {
    Path file = folder.resolve("a.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      put(hdf, "conv2d", kernel(3, 2, 1), new float[2]);
    }
    assertRefused(file, "holds no layer of VGG-19");
  }

  @Test
  void namesWrongShapes() throws IOException {
    Path file = folder.resolve("a.h5");
    write(file, kernel(4, 2, 1), new float[2]);
    assertRefused(
        file,
        "the kernel of block1_conv1 has the shape [3, 3, 4, 2]; it must be [3, 3, 3, N] with N");
    write(file, kernel(3, 2, 1), new float[3]);
    assertRefused(file, "the bias of block1_conv1 has the shape [3]; it must be [2]");
    // Theano's order: outputs, inputs, rows, columns.
    write(file, new float[64][3][3][3], new float[64]);
    assertRefused(file, "has the shape [64, 3, 3, 3]");
    write(file, new float[3][3], new float[64]);
    assertRefused(file, "block1_conv1 has no kernel; it must have a dataset of rank 4");
  }

  @Test
  void namesWrongValues() throws IOException {
    Path file = folder.resolve("a.h5");
    write(file, kernel(3, 2, Float.NaN), new float[2]);
    assertRefused(file, "the kernel of block1_conv1 holds NaN");
    write(file, kernel(3, 2, 1), new float[] {0, Float.NEGATIVE_INFINITY});
    assertRefused(file, "the bias of block1_conv1 holds -Infinity");
    write(file, new double[3][3][3][2], new float[2]);
    assertRefused(file, "elements of type double; they must be float32");
  }

  @Test
  void noCutIsReadAsANetwork() throws IOException {
    byte[] whole = Files.readAllBytes(resource(TINY));
    Path file = folder.resolve("cut.h5");
    for (int bytes = 8; bytes < whole.length; bytes += 997) {
      Files.write(file, Arrays.copyOf(whole, bytes));
      assertRefused(file, "cut.h5");
    }
  }

  @Test
  void saysWhatAFileIsNot() throws IOException {
    Path page = Files.writeString(folder.resolve("page.h5"), "<!DOCTYPE html><html></html>");
    assertRefused(page, "is neither HDF5 nor safetensors; give VGG19's weights");
    assertRefused(Files.createFile(folder.resolve("empty.h5")), "is neither HDF5 nor safetensors");
    assertRefused(folder, "is no readable file");
    assertRefused(folder.resolve("none.h5"), "there is no file");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> WeightsFile.read(file, "a"))
        .isInstanceOf(NetworkFormatException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private static void write(Path file, Object kernel, float[] bias) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      put(hdf, "block1_conv1", kernel, bias);
    }
  }

  private static void put(WritableGroup parent, String layer, Object kernel, float[] bias) {
    WritableGroup group = parent.putGroup(layer);
    String[] names = {layer + "_W_1:0", layer + "_b_1:0"};
    group.putAttribute("weight_names", names);
    group.putDataset(names[0], kernel);
    group.putDataset(names[1], bias);
  }

  private static float[][][][] kernel(int inputs, int outputs, float value) {
    float[][][][] kernel = new float[3][3][inputs][outputs];
    fill(kernel, value);
    return kernel;
  }

  private static void fill(Object target, float value) {
    if (target instanceof float[] values) {
      Arrays.fill(values, value);
      return;
    }
    for (Object inner : (Object[]) target) {
      fill(inner, value);
    }
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve("resource.h5");
    try (InputStream input = getClass().getResourceAsStream(name)) {
      Files.copy(input, file);
    }
    return file;
  }
}
