package org.stylestream.compute.cpu;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.ConvolutionLayer;

/**
 * Passes of whole images. With gradients the activations of all layers are kept, as they mask the
 * gradients; without, two buffers take turns. Pooled maps are kept by neither: backwards nobody
 * asks for them.
 */
final class CpuFeaturePass implements FeaturePass {
  private final CpuFeatureNetwork network;
  private final List<ConvolutionLayer> layers;
  private final Set<String> taps;
  private final boolean gradients;
  private final int imageLength;
  private final float[] even;
  private final float[] odd;
  private final Tensor[] inputs;
  private final Tensor[] activations;
  private final Matrices[] products;
  private boolean ready;

  CpuFeaturePass(
      CpuFeatureNetwork network, int height, int width, List<String> taps, boolean gradients) {
    this.network = network;
    this.taps = new HashSet<>(taps);
    this.gradients = gradients;
    layers = network.topology().upTo(network.topology().deepest(taps)).layers();
    imageLength = Tensor.size(height, width, 3);
    int[] heights = sides(height);
    int[] widths = sides(width);
    int largest = 0;
    for (int l = 0; l < layers.size(); l++) {
      largest = Math.max(largest, Tensor.size(heights[l], widths[l], stride(l)));
    }
    even = new float[largest];
    odd = new float[largest];
    inputs = new Tensor[layers.size()];
    activations = new Tensor[layers.size()];
    products = new Matrices[layers.size()];
    network.first().reserve(width, gradients);
    activations[0] = activation(0, heights, widths, odd);
    for (int l = 1; l < layers.size(); l++) {
      Tensor below = activations[l - 1];
      inputs[l] =
          pooledBefore(l)
              ? new Tensor(
                  heights[l], widths[l], below.channels(), below.stride(), other(below.data()))
              : below;
      activations[l] = activation(l, heights, widths, inputs[l].data());
      network.forward(l).reserve(heights[l], widths[l], below.stride());
      if (gradients) {
        network.backward(l).reserve(heights[l], widths[l], stride(l));
      }
    }
    for (int l = 0; l < layers.size() && gradients; l++) {
      if (tapped(l)) {
        int channels = layers.get(l).outputs();
        products[l] = network.kernels().matrices(1, channels, channels);
      }
    }
  }

  private int stride(int layer) {
    return network.kernels().stride(layers.get(layer).outputs());
  }

  private boolean pooledBefore(int layer) {
    return layers.get(layer).block() > layers.get(layer - 1).block();
  }

  private boolean tapped(int layer) {
    return taps.contains(layers.get(layer).name());
  }

  /** A side of the maps of all layers. */
  private int[] sides(int side) {
    int[] sides = new int[layers.size()];
    sides[0] = side;
    for (int l = 1; l < sides.length; l++) {
      sides[l] = pooledBefore(l) ? sides[l - 1] / 2 : sides[l - 1];
    }
    return sides;
  }

  private Tensor activation(int layer, int[] heights, int[] widths, float[] input) {
    int height = heights[layer];
    int width = widths[layer];
    int stride = stride(layer);
    float[] data = gradients ? new float[Tensor.size(height, width, stride)] : other(input);
    return new Tensor(height, width, layers.get(layer).outputs(), stride, data);
  }

  private float[] other(float[] buffer) {
    return buffer == even ? odd : even;
  }

  private CpuFeatureMap map(int layer) {
    return new CpuFeatureMap(
        network.team(), network.reduction(), network.grams(), activations[layer]);
  }

  @Override
  public void forward(Vector image, Observer observer, Cancellation cancellation) {
    float[] pixels = CpuVector.array(image, imageLength);
    ready = false;
    for (int l = 0; l < layers.size(); l++) {
      cancellation.check();
      if (l == 0) {
        network.first().forward(pixels, activations[0]);
      } else {
        convolve(l);
      }
      if (tapped(l)) {
        observer.observe(layers.get(l).name(), map(l));
      }
    }
    ready = gradients;
  }

  private void convolve(int layer) {
    if (pooledBefore(layer)) {
      network.pool().forward(activations[layer - 1], inputs[layer]);
    }
    network.forward(layer).run(inputs[layer], network.biasRelu(layer), activations[layer]);
  }

  @Override
  public void backward(PullBack pullBack, Vector gradient, Cancellation cancellation) {
    if (!ready) {
      throw new IllegalStateException(
          "backward needs a pass that was prepared with gradients and has run forward");
    }
    float[] target = CpuVector.array(gradient, imageLength);
    int layer = layers.size() - 1;
    Tensor current = activations[layer].over(even);
    while (!pullBack(pullBack, layer, current)) {
      if (layer == 0) {
        return;
      }
      layer--;
      current = activations[layer].over(even);
    }
    mask(activations[layer], current);
    for (; layer > 0; layer--) {
      cancellation.check();
      current =
          pooledBefore(layer)
              ? pullThroughPool(pullBack, layer, current)
              : pullThrough(pullBack, layer, current);
    }
    cancellation.check();
    network.first().backward(current, target);
  }

  /** Shows the layer to the visitor, if it is tapped; says whether that left a gradient. */
  private boolean pullBack(PullBack pullBack, int layer, Tensor gradient) {
    if (!tapped(layer)) {
      return false;
    }
    var tap = new CpuFeatureGradient(network.team(), network.grams(), products[layer], gradient);
    pullBack.pullBack(layers.get(layer).name(), map(layer), tap);
    return tap.written();
  }

  /** The gradient at the layer below, from that at {@code layer}. */
  private Tensor pullThrough(PullBack pullBack, int layer, Tensor gradient) {
    Tensor below = activations[layer - 1].over(other(gradient.data()));
    boolean add = pullBack(pullBack, layer - 1, below);
    Epilogue mask = Epilogue.mask(activations[layer - 1].data(), add);
    network.backward(layer).run(gradient, mask, below);
    return below;
  }

  /** The same where a pool stands between the two. */
  private Tensor pullThroughPool(PullBack pullBack, int layer, Tensor gradient) {
    Tensor pooled = inputs[layer].over(other(gradient.data()));
    network.backward(layer).run(gradient, Epilogue.copy(), pooled);
    Tensor below = activations[layer - 1].over(gradient.data());
    boolean add = pullBack(pullBack, layer - 1, below);
    network.pool().backward(activations[layer - 1], pooled, below, add);
    return below;
  }

  private void mask(Tensor activation, Tensor gradient) {
    int n = activation.width() * activation.stride();
    network
        .team()
        .run(
            activation.height(),
            (worker, y) -> network.kernels().mask(activation.data(), gradient.data(), y * n, n));
  }

  /** The buffers are garbage with the pass. */
  @Override
  public void close() {
    ready = false;
  }
}
