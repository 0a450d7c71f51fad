package org.stylestream.benchmarks;

import java.util.ArrayList;
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
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/** Five squared Grams and the squares of block5_conv2 on one of our devices. */
final class DeviceEvaluation implements Evaluation {
  /** Keeps the loss and gradient near 1; timings don't depend on it. */
  private static final double FACTOR = 1e-16;

  private final FeatureNetwork network;
  private final FeaturePass pass;
  private final Vector image;
  private final Vector gradient;
  private final Sums sums;
  private final Map<String, Vector> grams = new LinkedHashMap<>();

  DeviceEvaluation(Device device, NetworkWeights weights, int height, int width) {
    network = device.load(weights, Pooling.MAX, RandomVgg19.DEEPEST);
    List<String> taps = new ArrayList<>(RandomVgg19.STYLE_LAYERS);
    taps.add(RandomVgg19.DEEPEST);
    pass = network.prepare(height, width, taps, true);
    image = device.vector(height * width * 3);
    image.write(RandomVgg19.image(height, width));
    gradient = device.vector(height * width * 3);
    sums = device.sums(1);
    for (String name : RandomVgg19.STYLE_LAYERS) {
      ConvolutionLayer layer = weights.topology().layer(name);
      grams.put(name, device.vector(layer.outputs() * layer.outputs()));
    }
  }

  @Override
  public void run() {
    sums.clear();
    gradient.fill(0);
    pass.forward(image, this::observe, Cancellation.NEVER);
    pass.backward(this::pullBack, gradient, Cancellation.NEVER);
    sums.read(new double[1]);
  }

  private void observe(String layer, FeatureMap features) {
    if (layer.equals(RandomVgg19.DEEPEST)) {
      features.addSquares(0, FACTOR, 0, sums);
      return;
    }
    Vector gram = grams.get(layer);
    gram.fill(0);
    features.addGram(gram);
    sums.addDot(0, FACTOR, gram, gram);
  }

  private void pullBack(String layer, FeatureMap features, FeatureGradient pull) {
    if (layer.equals(RandomVgg19.DEEPEST)) {
      pull.addInside(2 * FACTOR, features, 0);
    } else {
      pull.addProduct(4 * FACTOR, features, grams.get(layer));
    }
  }

  @Override
  public void close() {
    grams.values().forEach(Vector::close);
    sums.close();
    gradient.close();
    image.close();
    pass.close();
    network.close();
  }
}
