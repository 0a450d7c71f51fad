package org.stylestream.compute.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkFormatException;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.network.WeightsFile;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.RelativeError;

/** Archives that Deeplearning4j itself wrote, and the feature maps that it computes with them. */
class Dl4jNetworkReaderTest {
  private static final int HEIGHT = 32;
  private static final int WIDTH = 48;
  private static final float[] BGR_MEANS = {103.939f, 116.779f, 123.68f};

  private final NetworkWeights weights = Networks.random("block5_conv4", 4, 6, 8, 8, 8);

  @TempDir private Path folder;

  @Test
  void weightsAndFeaturesAgreeWithDeeplearning4js() throws IOException {
    Path file = folder.resolve("vgg19_inference.zip");
    ComputationGraph graph = graph(3);
    ModelSerializer.writeModel(graph, file.toFile(), false);
    NetworkWeights read = WeightsFile.read(file, "archived");

    assertThat(read.topology()).isEqualTo(weights.topology());
    for (int l = 0; l < weights.kernels().size(); l++) {
      assertThat(read.kernel(l)).isEqualTo(weights.kernel(l));
      assertThat(read.bias(l)).isEqualTo(weights.bias(l));
    }
    Map<String, INDArray> maps = graph.feedForward(bgr(Networks.image(HEIGHT, WIDTH)), false);
    assertFeatures(read, index -> maps.get("layer" + index).permute(0, 2, 3, 1));
    graph.close();
  }

  /** {@code keras-functional.h5} is made by the script beside it, whose formulas these are. */
  @Test
  void aWholeKerasModelGivesItsWeightsAndDeeplearning4jsFeatures() throws Exception {
    Path file = Path.of(getClass().getResource("keras-functional.h5").toURI());
    NetworkWeights read = WeightsFile.read(file, "whole");

    assertThat(read.topology())
        .isEqualTo(Networks.random("block5_conv4", 4, 6, 8, 8, 8).topology());
    for (int l = 0; l < read.kernels().size(); l++) {
      double amplitude = Math.sqrt(4 / (9.0 * read.topology().layers().get(l).inputs()));
      for (int i = 0; i < read.kernel(l).length; i++) {
        assertThat(read.kernel(l)[i])
            .isEqualTo((float) (amplitude * Math.sin(i + l)), within(1e-6f));
      }
      for (int i = 0; i < read.bias(l).length; i++) {
        assertThat(read.bias(l)[i]).isEqualTo((float) Math.cos(i + l), within(1e-6f));
      }
    }
    ComputationGraph graph = KerasModelImport.importKerasModelAndWeights(file.toString(), false);
    INDArray image = bgr(Networks.image(HEIGHT, WIDTH)).permute(0, 2, 3, 1).dup('c');
    Map<String, INDArray> maps = graph.feedForward(image, false);
    assertFeatures(read, index -> maps.get("conv2d_" + index));
    graph.close();
  }

  /**
   * @param expected feature maps of layers by their number, 1 × height × width × channels
   */
  private static void assertFeatures(NetworkWeights read, IntFunction<INDArray> expected) {
    float[] pixels = Networks.image(HEIGHT, WIDTH);
    try (Device device = InstalledDevices.find().open("nd4j", DeviceOptions.defaults());
        FeatureNetwork network = device.load(read, Pooling.MAX, "block5_conv4");
        FeaturePass pass = network.prepare(HEIGHT, WIDTH, NetworkTopology.layerNames(), false);
        Vector image = device.vector(pixels.length)) {
      image.write(pixels);
      pass.forward(
          image,
          (layer, features) -> {
            int length = features.height() * features.width() * features.channels();
            try (Vector copy = device.vector(length)) {
              features.copyTo(copy);
              float[] values = new float[length];
              copy.read(values);
              int index = NetworkTopology.layerNames().indexOf(layer);
              INDArray theirs = expected.apply(index).dup('c');
              assertThat(RelativeError.of(values, theirs.data().asFloat()))
                  .as(layer)
                  .isLessThan(1e-5);
            }
          },
          Cancellation.NEVER);
    }
  }

  /** 1 × 3 × height × width, blue first, with the means subtracted. */
  private static INDArray bgr(float[] rgb) {
    INDArray image = Nd4j.create(DataType.FLOAT, 1, 3, HEIGHT, WIDTH);
    for (int i = 0; i < rgb.length; i++) {
      int channel = 2 - i % 3;
      image.putScalar(
          new long[] {0, channel, i / 3 / WIDTH, i / 3 % WIDTH}, rgb[i] - BGR_MEANS[channel]);
    }
    return image;
  }

  @Test
  void otherShapesAreRefusedInOneSentence() throws IOException {
    Path file = folder.resolve("other.zip");
    ComputationGraph graph = graph(5);
    ModelSerializer.writeModel(graph, file.toFile(), false);
    graph.close();
    assertThatThrownBy(() -> WeightsFile.read(file, "other"))
        .isInstanceOf(NetworkFormatException.class)
        .hasMessageContaining("other.zip")
        .hasMessageContaining("[5, 5]")
        .hasMessageContaining("3×3 with stride 1");
  }

  @Test
  void otherArchivesAreRefusedInOneSentence() throws IOException {
    Path file = Files.write(folder.resolve("text.zip"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
    assertThatThrownBy(() -> WeightsFile.read(file, "text"))
        .isInstanceOf(NetworkFormatException.class)
        .hasMessageContaining("text.zip can't be read as a Deeplearning4j archive");
  }

  /** VGG-19 with names that say nothing, and a layer on top. */
  private ComputationGraph graph(int side) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(HEIGHT, WIDTH, 3));
    String below = "image";
    int block = 1;
    for (int l = 0; l < weights.topology().layers().size(); l++) {
      ConvolutionLayer layer = weights.topology().layers().get(l);
      if (layer.block() > block) {
        block = layer.block();
        builder.addLayer(
            "pool" + block,
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build(),
            below);
        below = "pool" + block;
      }
      builder.addLayer(
          "layer" + l,
          new org.deeplearning4j.nn.conf.layers.ConvolutionLayer.Builder(side, side)
              .nOut(layer.outputs())
              .convolutionMode(ConvolutionMode.Same)
              .activation(Activation.RELU)
              .build(),
          below);
      below = "layer" + l;
    }
    builder.addLayer(
        "classes",
        new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nOut(5)
            .activation(Activation.SOFTMAX)
            .build(),
        below);
    ComputationGraph graph = new ComputationGraph(builder.setOutputs("classes").build());
    graph.init();
    if (side == 3) {
      fill(graph);
    }
    return graph;
  }

  private void fill(ComputationGraph graph) {
    for (int l = 0; l < weights.topology().layers().size(); l++) {
      ConvolutionLayer layer = weights.topology().layers().get(l);
      INDArray kernel =
          Nd4j.createFromArray(weights.kernel(l))
              .reshape(3, 3, layer.inputs(), layer.outputs())
              .permute(3, 2, 0, 1);
      graph.getLayer("layer" + l).getParam("W").assign(kernel);
      graph
          .getLayer("layer" + l)
          .getParam("b")
          .assign(Nd4j.createFromArray(weights.bias(l)).reshape(1, layer.outputs()));
    }
  }
}
