package org.stylestream.compute.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;

/** Networks with random weights. */
public final class Networks {
  private Networks() {}

  /** He-initialised, of {@code channels} by block, cut after {@code deepest}. */
  public static NetworkWeights random(String deepest, int... channels) {
    Random random = new Random(11);
    List<ConvolutionLayer> layers = new ArrayList<>();
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    int inputs = 3;
    for (String name : NetworkTopology.layerNames()) {
      int block = name.charAt(5) - '0';
      int outputs = channels[block - 1];
      layers.add(new ConvolutionLayer(name, block, inputs, outputs, outputs));
      kernels.add(gaussian(random, 9 * inputs * outputs, Math.sqrt(2.0 / (9 * inputs))));
      biases.add(gaussian(random, outputs, 0.5));
      inputs = outputs;
      if (name.equals(deepest)) {
        break;
      }
    }
    return new NetworkWeights("random", new NetworkTopology(layers), kernels, biases);
  }

  public static float[] gaussian(Random random, int length, double deviation) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** Pixels from 0 to 255. */
  public static float[] image(int height, int width) {
    Random random = new Random(5);
    float[] pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 255 * random.nextFloat();
    }
    return pixels;
  }
}
