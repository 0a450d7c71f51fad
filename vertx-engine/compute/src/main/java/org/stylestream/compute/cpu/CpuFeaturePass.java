package org.stylestream.compute.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.NetworkTopology;

/**
 * Goes through the network block by block, and through a block band by band. Pooled maps are whole;
 * of the other maps there are as many rows as the highest band has. With gradients, blocks of one
 * band keep the activations of all their layers, as they mask the gradients; blocks of more bands
 * compute each band's again from the pooled map below. Without gradients two buffers take turns.
 *
 * <p>Backwards, a band pulls back the gradient of its own rows, which spreads into its halo; where
 * two bands' halos meet, their gradients add up.
 */
final class CpuFeaturePass implements FeaturePass {
  private static final Observer NOBODY = (layer, features) -> {};
  private static final float[] NONE = {};

  private final CpuFeatureNetwork network;
  private final PassLayout layout;
  private final List<BlockLayout> blocks;
  private final Set<String> taps;
  private final boolean gradients;
  private final int height;
  private final int imageLength;
  private final float[] even;
  private final float[] odd;
  private final float[] carry;
  private final float[][] activations;
  private final List<PooledMap> pooled = new ArrayList<>();
  private final Matrices[] products;
  private float[] pixels = NONE;
  private boolean ready;

  CpuFeaturePass(
      CpuFeatureNetwork network,
      int height,
      int width,
      List<String> taps,
      boolean gradients,
      Tiling tiling) {
    this.network = network;
    this.height = height;
    this.taps = new HashSet<>(taps);
    this.gradients = gradients;
    NetworkTopology topology = network.topology().upTo(network.topology().deepest(taps));
    layout = PassLayout.of(network.kernels(), topology, height, width, tiling);
    blocks = layout.blocks();
    imageLength = Tensor.size(height, width, 3);
    even = floats(layout.scratch());
    odd = floats(layout.scratch());
    carry = floats(gradients ? layout.carry() : 0);
    activations = activations();
    products = products();
    reserve(width);
    addPooledMaps();
  }

  /**
   * An array.
   *
   * @throws IllegalArgumentException if it would be longer than arrays can be
   */
  private static float[] floats(long size) {
    if (size > MemoryEstimate.LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          "a feature map has %,d values; the CPU device holds at most %,d in one: choose a smaller image"
              .formatted(size, MemoryEstimate.LONGEST_ARRAY));
    }
    return new float[(int) size];
  }

  private float[][] activations() {
    float[][] shared = new float[layout.depth()][];
    for (int i = 0; i < shared.length; i++) {
      shared[i] = gradients ? floats(layout.shared(i)) : i % 2 == 0 ? even : odd;
    }
    float[][] arrays = new float[layout.layers().size()][];
    for (BlockLayout block : blocks) {
      boolean own = gradients && block.whole();
      for (int l = block.first(); l <= block.last(); l++) {
        arrays[l] = own ? floats(layout.map(block, l)) : shared[l - block.first()];
      }
    }
    return arrays;
  }

  private Matrices[] products() {
    Matrices[] matrices = new Matrices[layout.layers().size()];
    for (int l = 0; l < matrices.length && gradients; l++) {
      if (tapped(l)) {
        int channels = layout.layers().get(l).outputs();
        matrices[l] = network.kernels().matrices(1, channels, channels);
      }
    }
    return matrices;
  }

  private void reserve(int width) {
    network.first().reserve(width, gradients);
    for (BlockLayout block : blocks) {
      int rows = block.bandHeight();
      for (int l = Math.max(1, block.first()); l <= block.last(); l++) {
        network.forward(l).reserve(rows, block.width(), layout.strides()[l - 1]);
        if (gradients) {
          network.backward(l).reserve(rows, block.width(), layout.strides()[l]);
        }
      }
    }
  }

  private void addPooledMaps() {
    try {
      for (BlockLayout block : blocks.subList(1, blocks.size())) {
        float[] data = floats(layout.pooled(block));
        Tensor map = tensor(block, block.first() - 1, layout.pooledRows(block), data);
        pooled.add(layout.tiling().pooledInFile() ? new PooledFile(map) : new PooledArray(map));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean tapped(int layer) {
    return taps.contains(layout.layers().get(layer).name());
  }

  private Tensor tensor(BlockLayout block, int layer, int rows, float[] data) {
    int channels = layout.layers().get(layer).outputs();
    return new Tensor(rows, block.width(), channels, layout.strides()[layer], data);
  }

  private Tensor activation(BlockLayout block, Band band, int layer) {
    return tensor(block, layer, band.height(), activations[layer]);
  }

  private CpuFeatureMap map(BlockLayout block, Band band, int layer) {
    return new CpuFeatureMap(
        network.team(),
        network.reduction(),
        network.grams(),
        block.height(),
        band.first(),
        band.own(activation(block, band, layer)));
  }

  private float[] other(float[] buffer) {
    return buffer == even ? odd : even;
  }

  @Override
  public void forward(Vector image, Observer observer, Cancellation cancellation) {
    pixels = CpuVector.array(image, imageLength);
    ready = false;
    for (int b = 0; b < blocks.size(); b++) {
      for (Band band : blocks.get(b).bands()) {
        forward(b, band, observer, cancellation);
        if (b + 1 < blocks.size()) {
          pool(b, band);
        }
      }
    }
    ready = gradients;
  }

  private void forward(int b, Band band, Observer observer, Cancellation cancellation) {
    BlockLayout block = blocks.get(b);
    for (int l = block.first(); l <= block.last(); l++) {
      cancellation.check();
      Tensor out = activation(block, band, l);
      if (l == 0) {
        network.first().forward(pixels, height, band.from(), out);
      } else {
        Tensor in =
            l == block.first()
                ? pooled.get(b - 1).read(band.from(), band.height())
                : activation(block, band, l - 1);
        network.forward(l).run(in, network.biasRelu(l), out);
      }
      if (tapped(l)) {
        observer.observe(layout.layers().get(l).name(), map(block, band, l));
      }
    }
  }

  private void pool(int b, Band band) {
    BlockLayout block = blocks.get(b);
    Tensor out = pooled.get(b).room(band.first() / 2, band.rows() / 2);
    network.pool().forward(band.own(activation(block, band, block.last())), out);
    pooled.get(b).write(band.first() / 2, out);
  }

  @Override
  public void backward(PullBack pullBack, Vector gradient, Cancellation cancellation) {
    if (!ready) {
      throw new IllegalStateException(
          "backward needs a pass that was prepared with gradients and has run forward since");
    }
    float[] target = CpuVector.array(gradient, imageLength);
    ready = false;
    boolean arrives = false;
    for (int b = blocks.size() - 1; b >= 0; b--) {
      BlockLayout block = blocks.get(b);
      boolean leaves = false;
      for (Band band : block.bands()) {
        if (!block.whole()) {
          forward(b, band, NOBODY, cancellation);
        }
        leaves = backward(b, band, arrives, pullBack, target, cancellation);
      }
      arrives = leaves;
    }
  }

  /**
   * Pulls a band back to its block's input.
   *
   * @param arrives whether there is a gradient in the pooled map above
   * @return whether there was any gradient
   */
  private boolean backward(
      int b,
      Band band,
      boolean arrives,
      PullBack pullBack,
      float[] target,
      Cancellation cancellation) {
    BlockLayout block = blocks.get(b);
    int layer = block.last();
    Tensor current = activation(block, band, layer).over(even);
    boolean some = pullBack(pullBack, block, band, layer, current);
    if (arrives) {
      clearHalo(band, current);
      unpool(b, band, current, some);
      some = true;
    } else if (some) {
      mask(activation(block, band, layer), current);
    }
    for (layer--; layer >= block.first(); layer--) {
      cancellation.check();
      Tensor below = activation(block, band, layer).over(other(current.data()));
      boolean add = pullBack(pullBack, block, band, layer, below);
      Tensor activation = activation(block, band, layer);
      if (some) {
        Epilogue mask = Epilogue.mask(activation.data(), add);
        network.backward(layer + 1).run(current, mask, below);
      } else if (add) {
        mask(activation, below);
      }
      some |= add;
      current = below;
    }
    cancellation.check();
    if (some && b == 0) {
      network.first().backward(current, band.from(), target);
    } else if (some) {
      leave(b, band, current);
    }
    return some;
  }

  /** Shows the layer to the visitor, if it is tapped; says whether that left a gradient. */
  private boolean pullBack(
      PullBack pullBack, BlockLayout block, Band band, int layer, Tensor gradient) {
    if (!tapped(layer)) {
      return false;
    }
    clearHalo(band, gradient);
    CpuFeatureMap features = map(block, band, layer);
    var tap =
        new CpuFeatureGradient(
            network.team(), network.grams(), products[layer], features, band.own(gradient));
    pullBack.pullBack(layout.layers().get(layer).name(), features, tap);
    return tap.written();
  }

  private static void clearHalo(Band band, Tensor gradient) {
    int own = gradient.offset(band.above(), 0);
    Arrays.fill(gradient.data(), 0, own, 0f);
    int below = gradient.offset(band.above() + band.rows(), 0);
    Arrays.fill(gradient.data(), below, gradient.size(), 0f);
  }

  private void unpool(int b, Band band, Tensor gradient, boolean add) {
    BlockLayout block = blocks.get(b);
    Tensor activation = band.own(activation(block, band, block.last()));
    Tensor above = pooled.get(b).read(band.first() / 2, band.rows() / 2);
    network.pool().backward(activation, above, band.own(gradient), add);
  }

  /** Leaves the gradient with respect to a band's input where the input was. */
  private void leave(int b, Band band, Tensor gradient) {
    BlockLayout block = blocks.get(b);
    Tensor in = tensor(block, block.first() - 1, band.height(), other(gradient.data()));
    network.backward(block.first()).run(gradient, Epilogue.copy(), in);
    int carried = in.offset(band.shared(block.height()), 0);
    for (int i = 0; i < carried; i++) {
      in.data()[i] += carry[i];
    }
    // The next band still reads the features of the rows that both add to.
    int done = band.unshared(block.height());
    Tensor rest = in.rows(done, band.height() - done);
    System.arraycopy(in.data(), rest.start(), carry, 0, rest.size());
    pooled.get(b - 1).write(band.from(), in.rows(0, done));
  }

  private void mask(Tensor activation, Tensor gradient) {
    int n = activation.width() * activation.stride();
    network
        .team()
        .run(
            activation.height(),
            (worker, y) -> network.kernels().mask(activation.data(), gradient.data(), y * n, n));
  }

  @Override
  public void close() {
    ready = false;
    pixels = NONE;
    pooled.forEach(PooledMap::close);
    pooled.clear();
  }
}
