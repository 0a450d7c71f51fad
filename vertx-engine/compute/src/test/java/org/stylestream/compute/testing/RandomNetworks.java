package org.stylestream.compute.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;

/** Networks of VGG-19's topology with random weights. */
public final class RandomNetworks {
  private RandomNetworks() {}

  /**
   * A network whose features neither grow nor fade (He's initialisation) with small random biases.
   *
   * @param channels by block
   */
  public static NetworkWeights make(int[] channels, Random random) {
    List<ConvolutionLayer> layers = new ArrayList<>();
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    int inputs = 3;
    for (String name : NetworkTopology.layerNames()) {
      int block = name.charAt("block".length()) - '0';
      int outputs = channels[block - 1];
      layers.add(new ConvolutionLayer(name, block, inputs, outputs, outputs));
      kernels.add(gaussians(9 * inputs * outputs, Math.sqrt(2.0 / (9 * inputs)), random));
      biases.add(gaussians(outputs, 0.1, random));
      inputs = outputs;
    }
    return new NetworkWeights("random", new NetworkTopology(layers), kernels, biases);
  }

  private static float[] gaussians(int count, double sigma, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (sigma * random.nextGaussian());
    }
    return values;
  }
}
