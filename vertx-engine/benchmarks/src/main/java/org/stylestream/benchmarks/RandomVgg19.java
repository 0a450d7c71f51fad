package org.stylestream.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;

/**
 * VGG19 through block5_conv2 with random weights that keep the features' size: timings need no
 * model.
 */
final class RandomVgg19 {
  static final String DEEPEST = "block5_conv2";
  static final List<String> STYLE_LAYERS =
      List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1", "block5_conv1");

  private static final int[] CHANNELS = {64, 128, 256, 512, 512};

  private RandomVgg19() {}

  static NetworkWeights weights() {
    Random random = new Random(7);
    List<ConvolutionLayer> layers = new ArrayList<>();
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    int inputs = 3;
    for (String name : NetworkTopology.layerNames()) {
      int block = name.charAt("block".length()) - '0';
      int outputs = CHANNELS[block - 1];
      layers.add(new ConvolutionLayer(name, block, inputs, outputs, outputs));
      kernels.add(gaussian(random, 9 * inputs * outputs, Math.sqrt(2.0 / (9 * inputs))));
      biases.add(new float[outputs]);
      inputs = outputs;
      if (name.equals(DEEPEST)) {
        break;
      }
    }
    return new NetworkWeights("random", new NetworkTopology(layers), kernels, biases);
  }

  static float[] image(int height, int width) {
    float[] pixels = gaussian(new Random(1), height * width * 3, 60);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += 118;
    }
    return pixels;
  }

  private static float[] gaussian(Random random, int length, double deviation) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
