package org.stylestream.compute.cpu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TotalVariation;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.testing.Networks;

/** A loss of two Grams, a content term and the total variation, evaluated again and again. */
final class CpuEvaluation implements AutoCloseable {
  private static final List<String> STYLE = List.of("block1_conv1", "block2_conv1");
  private static final String CONTENT = "block3_conv2";
  private static final double FACTOR = 1e-12;

  private final Device device;
  private final FeatureNetwork network;
  private final FeaturePass pass;
  private final int height;
  private final int width;
  private final Vector image;
  private final Vector gradient;
  private final Sums sums;
  private final Vector target;
  private final Map<String, Vector> grams = new LinkedHashMap<>();

  CpuEvaluation(Device device, NetworkWeights weights, int height, int width) {
    this(device, weights, height, width, Tiling.WHOLE);
  }

  CpuEvaluation(Device device, NetworkWeights weights, int height, int width, Tiling tiling) {
    this.device = device;
    this.height = height;
    this.width = width;
    network = device.load(weights, Pooling.MAX, CONTENT);
    List<String> taps = List.of(STYLE.get(0), STYLE.get(1), CONTENT);
    pass = network.prepare(height, width, taps, true, tiling);
    image = device.vector(height * width * 3);
    image.write(Networks.image(height, width));
    gradient = device.vector(height * width * 3);
    sums = device.sums(1);
    for (String name : STYLE) {
      ConvolutionLayer layer = weights.topology().layer(name);
      grams.put(name, device.vector(layer.outputs() * layer.outputs()));
    }
    int channels = weights.topology().layer(CONTENT).outputs();
    target = device.vector((height / 4) * (width / 4) * channels);
    target.fill(10f);
  }

  void run() {
    sums.clear();
    gradient.fill(0);
    pass.forward(image, this::observe, Cancellation.NEVER);
    pass.backward(this::pullBack, gradient, Cancellation.NEVER);
    device.addTotalVariation(
        new TotalVariation.Coupled(1e-3, 1.25), image, height, width, sums, 0, gradient);
  }

  private void observe(String layer, FeatureMap features) {
    if (layer.equals(CONTENT)) {
      features.addSquaredDistance(0, FACTOR, target, sums);
      return;
    }
    Vector gram = grams.get(layer);
    gram.fill(0);
    features.addGram(gram);
    sums.addDot(0, FACTOR, gram, gram);
  }

  private void pullBack(String layer, FeatureMap features, FeatureGradient pull) {
    if (layer.equals(CONTENT)) {
      pull.addDifference(FACTOR, features, target);
    } else {
      pull.addProduct(FACTOR, features, grams.get(layer));
    }
  }

  double loss() {
    double[] loss = new double[1];
    sums.read(loss);
    return loss[0];
  }

  float[] gradient() {
    float[] values = new float[gradient.length()];
    gradient.read(values);
    return values;
  }

  @Override
  public void close() {
    pass.close();
    network.close();
  }
}
