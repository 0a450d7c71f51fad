package org.stylestream.benchmarks;

import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.TotalVariation;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/**
 * What an evaluation is made of, at 400 × 266 and on one thread: the network forward and backward,
 * its Gram matrices, the total variation, and the verbs of an optimiser.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 2)
public class KernelBenchmark {
  private static final int HEIGHT = 400;
  private static final int WIDTH = 266;
  private static final FeaturePass.Observer BLIND = (layer, features) -> {};

  /** The device. */
  @Param({"cpu", "cpu-plain"})
  public String device;

  /** The deepest layer that is computed, and tapped. */
  @Param({"block1_conv1", "block1_conv2", "block2_conv1", "block3_conv1", "block4_conv1"})
  public String layer;

  private Device opened;
  private FeatureNetwork network;
  private FeaturePass pass;
  private Vector image;
  private Vector gradient;
  private Vector gram;

  /** Opens the device and runs the network once. */
  @Setup
  public void open() {
    opened =
        ServiceLoader.load(DeviceProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.ids().contains(device))
            .findFirst()
            .orElseThrow()
            .open(device, new DeviceOptions(1));
    NetworkWeights weights = RandomVgg19.weights();
    network = opened.load(weights, Pooling.MAX, layer);
    pass = network.prepare(HEIGHT, WIDTH, List.of(layer), true);
    image = opened.vector(HEIGHT * WIDTH * 3);
    image.write(RandomVgg19.image(HEIGHT, WIDTH));
    gradient = opened.vector(HEIGHT * WIDTH * 3);
    int channels = weights.topology().layer(layer).outputs();
    gram = opened.vector(channels * channels);
    forward();
  }

  /** Gives all back. */
  @TearDown
  public void close() {
    pass.close();
    network.close();
    opened.close();
  }

  /** Convolutions and pools up to the layer. */
  @Benchmark
  public void forward() {
    pass.forward(image, BLIND, Cancellation.NEVER);
  }

  /** The same and the layer's Gram matrix. */
  @Benchmark
  public void forwardWithGram() {
    pass.forward(image, (name, features) -> features.addGram(gram), Cancellation.NEVER);
  }

  /** Gradients of the convolutions and pools from the layer down. */
  @Benchmark
  public void backward() {
    pass.backward(
        (name, features, pull) -> pull.addInside(1e-6, features, 0), gradient, Cancellation.NEVER);
  }

  /** The same and the product that pulls a Gram matrix back. */
  @Benchmark
  public void backwardWithProduct() {
    pass.backward(
        (name, features, pull) -> pull.addProduct(1e-12, features, gram),
        gradient,
        Cancellation.NEVER);
  }

  /** Keras' total variation and its gradient. */
  @Benchmark
  public void totalVariation() {
    opened.addTotalVariation(
        new TotalVariation.Coupled(1e-6, 1.25), image, HEIGHT, WIDTH, opened.sums(1), 0, gradient);
  }

  /** A dot product of two images. */
  @Benchmark
  public double dot() {
    return image.dot(gradient);
  }
}
