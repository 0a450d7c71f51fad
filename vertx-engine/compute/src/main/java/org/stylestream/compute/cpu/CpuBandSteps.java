package org.stylestream.compute.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.stylestream.compute.band.Band;
import org.stylestream.compute.band.BandSteps;
import org.stylestream.compute.band.BlockLayout;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.band.TapGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;

/**
 * The steps of a pass on the processor. In a block, gradients begin in the buffer {@code even} and
 * change to the other one with each layer; without gradients, maps do.
 */
final class CpuBandSteps implements BandSteps {
  private static final float[] NONE = {};

  private final CpuFeatureNetwork network;
  private final PassLayout layout;
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
  private float[] target = NONE;

  /**
   * @param height of the image
   * @param width of the image
   */
  CpuBandSteps(
      CpuFeatureNetwork network,
      PassLayout layout,
      int height,
      int width,
      Set<String> taps,
      boolean gradients) {
    this.network = network;
    this.layout = layout;
    this.height = height;
    this.taps = taps;
    this.gradients = gradients;
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
    for (BlockLayout block : layout.blocks()) {
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
    for (BlockLayout block : layout.blocks()) {
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
      for (BlockLayout block : layout.blocks().subList(1, layout.blocks().size())) {
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

  private Tensor gradient(BlockLayout block, Band band, int layer) {
    return activation(block, band, layer).over((block.last() - layer) % 2 == 0 ? even : odd);
  }

  private static Tensor own(Band band, Tensor map) {
    return map.rows(band.above(), band.rows());
  }

  /** The map that a block begins at. */
  private PooledMap below(BlockLayout block) {
    return pooled.get(block.index() - 1);
  }

  private PooledMap above(BlockLayout block) {
    return pooled.get(block.index());
  }

  @Override
  public void begin(Vector image) {
    pixels = CpuVector.array(image, imageLength);
  }

  @Override
  public void forward(BlockLayout block, Band band, int layer) {
    Tensor out = activation(block, band, layer);
    if (layer == 0) {
      network.first().forward(pixels, height, band.from(), out);
      return;
    }
    Tensor in =
        layer == block.first()
            ? below(block).read(band.from(), band.height())
            : activation(block, band, layer - 1);
    network.forward(layer).run(in, network.biasRelu(layer), out);
  }

  @Override
  public CpuFeatureMap map(BlockLayout block, Band band, int layer) {
    return new CpuFeatureMap(
        network.team(),
        network.reduction(),
        network.grams(),
        block.height(),
        band.first(),
        own(band, activation(block, band, layer)));
  }

  @Override
  public void pool(BlockLayout block, Band band) {
    Tensor out = above(block).room(band.first() / 2, band.rows() / 2);
    network.pool().forward(own(band, activation(block, band, block.last())), out);
    above(block).write(band.first() / 2, out);
  }

  @Override
  public void beginBackward(Vector gradient) {
    target = CpuVector.array(gradient, imageLength);
  }

  @Override
  public TapGradient tap(BlockLayout block, Band band, int layer, FeatureMap features) {
    Tensor gradient = gradient(block, band, layer);
    clearHalo(band, gradient);
    return new CpuFeatureGradient(
        network.team(),
        network.grams(),
        products[layer],
        (CpuFeatureMap) features,
        own(band, gradient));
  }

  private static void clearHalo(Band band, Tensor gradient) {
    int own = gradient.offset(band.above(), 0);
    Arrays.fill(gradient.data(), 0, own, 0f);
    int below = gradient.offset(band.above() + band.rows(), 0);
    Arrays.fill(gradient.data(), below, gradient.size(), 0f);
  }

  @Override
  public void unpool(BlockLayout block, Band band, boolean add) {
    Tensor gradient = gradient(block, band, block.last());
    clearHalo(band, gradient);
    Tensor activation = own(band, activation(block, band, block.last()));
    Tensor from = above(block).read(band.first() / 2, band.rows() / 2);
    network.pool().backward(activation, from, own(band, gradient), add);
  }

  @Override
  public void mask(BlockLayout block, Band band, int layer) {
    Tensor activation = activation(block, band, layer);
    Tensor gradient = gradient(block, band, layer);
    int n = activation.width() * activation.stride();
    network
        .team()
        .run(
            activation.height(),
            (worker, y) -> network.kernels().mask(activation.data(), gradient.data(), y * n, n));
  }

  @Override
  public void backward(BlockLayout block, Band band, int layer, boolean add) {
    Epilogue mask = Epilogue.mask(activations[layer], add);
    network
        .backward(layer + 1)
        .run(gradient(block, band, layer + 1), mask, gradient(block, band, layer));
  }

  @Override
  public void leaveInImage(BlockLayout block, Band band) {
    network.first().backward(gradient(block, band, 0), band.from(), target);
  }

  @Override
  public void leave(BlockLayout block, Band band) {
    Tensor gradient = gradient(block, band, block.first());
    float[] free = gradient.data() == even ? odd : even;
    Tensor in = tensor(block, block.first() - 1, band.height(), free);
    network.backward(block.first()).run(gradient, Epilogue.copy(), in);
    int carried = in.offset(band.shared(block.height()), 0);
    for (int i = 0; i < carried; i++) {
      in.data()[i] += carry[i];
    }
    // The next band still reads the features of the rows that both add to.
    int done = band.unshared(block.height());
    Tensor rest = in.rows(done, band.height() - done);
    System.arraycopy(in.data(), rest.start(), carry, 0, rest.size());
    below(block).write(band.from(), in.rows(0, done));
  }

  @Override
  public void close() {
    pixels = NONE;
    target = NONE;
    pooled.forEach(PooledMap::close);
    pooled.clear();
  }
}
