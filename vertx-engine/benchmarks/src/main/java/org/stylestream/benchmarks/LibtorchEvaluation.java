package org.stylestream.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkWeights;

/**
 * The same evaluation as {@link DeviceEvaluation}'s by libtorch and its automatic differentiation,
 * through DJL.
 */
final class LibtorchEvaluation implements Evaluation {
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);

  private final NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
  private final List<ConvolutionLayer> layers;
  private final List<NDArray> kernels = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();
  private final NDArray image;

  LibtorchEvaluation(NetworkWeights weights, int height, int width) {
    layers = weights.topology().layers();
    for (int l = 0; l < layers.size(); l++) {
      ConvolutionLayer layer = layers.get(l);
      NDArray kernel =
          manager.create(weights.kernel(l), new Shape(3, 3, layer.inputs(), layer.outputs()));
      kernels.add(kernel.transpose(3, 2, 0, 1).duplicate());
      biases.add(manager.create(weights.bias(l)));
    }
    image =
        manager
            .create(RandomVgg19.image(height, width), new Shape(1, height, width, 3))
            .transpose(0, 3, 1, 2)
            .sub(118)
            .duplicate();
  }

  /** Silences DJL and limits libtorch's threads; before the first evaluation is made. */
  static void configure(int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }

  @Override
  public void run() {
    try (NDManager scope = manager.newSubManager()) {
      NDArray point = image.duplicate();
      point.attach(scope);
      point.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray loss = loss(point);
        loss.getFloat();
        collector.backward(loss);
      }
      point.getGradient().getFloat(0, 0, 0, 0);
    }
  }

  private NDArray loss(NDArray point) {
    NDArray features = point;
    NDArray loss = point.getManager().create(0f);
    int block = 1;
    for (int l = 0; l < layers.size(); l++) {
      ConvolutionLayer layer = layers.get(l);
      if (layer.block() > block) {
        block = layer.block();
        features = Pool.maxPool2d(features, TWO, TWO, new Shape(0, 0), false);
      }
      features =
          Conv2d.conv2d(features, kernels.get(l), biases.get(l), ONE, ONE, ONE, 1)
              .singletonOrThrow();
      features = features.getNDArrayInternal().relu();
      if (RandomVgg19.STYLE_LAYERS.contains(layer.name())) {
        NDArray rows = features.reshape(layer.outputs(), -1);
        loss = loss.add(rows.dot(rows.transpose()).square().sum());
      }
    }
    return loss.add(features.square().sum());
  }

  @Override
  public void close() {
    manager.close();
  }
}
