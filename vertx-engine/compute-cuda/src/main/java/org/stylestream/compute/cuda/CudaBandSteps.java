package org.stylestream.compute.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.compute.band.Band;
import org.stylestream.compute.band.BandSteps;
import org.stylestream.compute.band.BlockLayout;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.band.TapGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.Pooling;

/**
 * The steps of a pass on a GPU. In a block, gradients begin in the buffer {@code even} and change
 * to the other one with each layer; without gradients, maps do.
 */
final class CudaBandSteps implements BandSteps {
  private static final int COLOURS = 3;
  private static final int PREPARED = LayerFilters.FIRST_INPUTS;
  private static final long NONE = 0;

  /** A layer's convolution for bands of one height. */
  private record Key(int layer, int rows, boolean forward) {}

  private final CudaContext context;
  private final CudaFeatureNetwork network;
  private final PassLayout layout;
  private final boolean gradients;
  private final long imageSize;
  private final List<GpuMemory> buffers = new ArrayList<>();
  private final List<PooledMap> pooled = new ArrayList<>();
  private final Map<Key, LayerConvolution> convolutions = new HashMap<>();
  private final Scratch scratch;
  private long even;
  private long odd;
  private long carry;
  private long prepared;
  private long[] activations;
  private long pixels;
  private long target;

  /**
   * @param height of the image
   * @param width of the image
   */
  CudaBandSteps(
      CudaContext context,
      CudaFeatureNetwork network,
      PassLayout layout,
      int height,
      int width,
      boolean gradients) {
    this.context = context;
    this.network = network;
    this.layout = layout;
    this.gradients = gradients;
    imageSize = (long) height * width * COLOURS;
    scratch = new Scratch(context.gpu(), layout.scratch());
    try {
      allocate();
      openConvolutions();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private long buffer(long floats) {
    GpuMemory memory = GpuMemory.floats(context.gpu(), floats);
    buffers.add(memory);
    return memory.address();
  }

  private void allocate() {
    BlockLayout first = layout.blocks().get(0);
    prepared = buffer((long) first.bandHeight() * first.width() * PREPARED);
    even = buffer(layout.scratch());
    odd = buffer(layout.scratch());
    carry = buffer(gradients ? layout.carry() : 0);
    long[] shared = new long[layout.depth()];
    for (int i = 0; i < shared.length; i++) {
      long turn = i % 2 == 0 ? even : odd;
      shared[i] = gradients ? buffer(layout.shared(i)) : turn;
    }
    activations = new long[layout.layers().size()];
    for (BlockLayout block : layout.blocks()) {
      boolean own = gradients && block.whole();
      for (int l = block.first(); l <= block.last(); l++) {
        activations[l] = own ? buffer(layout.map(block, l)) : shared[l - block.first()];
      }
    }
    for (BlockLayout block : layout.blocks().subList(1, layout.blocks().size())) {
      long row = shape(block, block.first() - 1, 1).size();
      int rows = layout.pooledRows(block);
      pooled.add(
          layout.tiling().pooledInFile()
              ? new PooledFile(context, rows, row)
              : new PooledMemory(context.gpu(), rows, row));
    }
  }

  /** Measures with buffers that hold anything of a band's size. */
  private void openConvolutions() {
    for (BlockLayout block : layout.blocks()) {
      for (Band band : block.bands()) {
        for (int l = block.first(); l <= block.last(); l++) {
          open(block, l, band.height(), true);
          if (gradients) {
            open(block, l, band.height(), false);
          }
        }
      }
    }
  }

  private void open(BlockLayout block, int layer, int rows, boolean forward) {
    Key key = new Key(layer, rows, forward);
    if (convolutions.containsKey(key)) {
      return;
    }
    int inputs = layer == 0 ? PREPARED : layout.layers().get(layer).inputs();
    int outputs = layout.layers().get(layer).outputs();
    ConvolutionShape shape =
        new ConvolutionShape(
            rows,
            block.width(),
            forward ? inputs : outputs,
            forward ? outputs : inputs,
            forward,
            layer == 0 && forward);
    long in = layer == 0 && forward ? prepared : even;
    long out = layer == 0 && !forward ? prepared : odd;
    GpuConvolution.Operands sample = forward ? forward(layer, in, out) : backward(layer, in, out);
    convolutions.put(key, context.convolutions().open(shape, sample));
  }

  private GpuConvolution.Operands forward(int layer, long in, long out) {
    LayerFilters filters = network.filters(layer);
    return new GpuConvolution.Operands(in, filters.forward(), filters.bias(), out, NONE);
  }

  private GpuConvolution.Operands backward(int layer, long in, long out) {
    return new GpuConvolution.Operands(in, network.filters(layer).backward(), NONE, out, NONE);
  }

  private MapShape shape(BlockLayout block, int layer, int rows) {
    return new MapShape(rows, block.width(), layout.layers().get(layer).outputs());
  }

  /** A layer's map of all rows of a band. */
  private MapShape shape(BlockLayout block, Band band, int layer) {
    return shape(block, layer, band.height());
  }

  /** Address of a band's own rows in a layer's map. */
  private long own(BlockLayout block, Band band, int layer, long map) {
    return map + shape(block, layer, band.above()).size() * Float.BYTES;
  }

  private long gradient(BlockLayout block, int layer) {
    return (block.last() - layer) % 2 == 0 ? even : odd;
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
    pixels = CudaVector.address(image, imageSize);
  }

  @Override
  public void forward(BlockLayout block, Band band, int layer) {
    long in = layer == block.first() ? input(block, band) : activations[layer - 1];
    convolutions
        .get(new Key(layer, band.height(), true))
        .run(forward(layer, in, activations[layer]));
  }

  private long input(BlockLayout block, Band band) {
    if (block.index() > 0) {
      return below(block).read(band.from(), band.height());
    }
    long positions = (long) band.height() * block.width();
    Arguments arguments =
        new Arguments().add(rows(pixels, block, band)).add(positions).add(prepared);
    context.gpu().launch("prepare", Grid.of(PREPARED * positions), arguments);
    return prepared;
  }

  /** Address of a band's rows in an image. */
  private static long rows(long image, BlockLayout block, Band band) {
    return image + (long) band.from() * block.width() * COLOURS * Float.BYTES;
  }

  @Override
  public CudaFeatureMap map(BlockLayout block, Band band, int layer) {
    return new CudaFeatureMap(
        context,
        block.height(),
        band.first(),
        shape(block, layer, band.rows()),
        own(block, band, layer, activations[layer]),
        scratch);
  }

  @Override
  public void pool(BlockLayout block, Band band) {
    int rows = band.rows() / 2;
    if (rows == 0) {
      return;
    }
    int channels = layout.layers().get(block.last()).outputs();
    long out = above(block).room(band.first() / 2, rows);
    Arguments arguments =
        new Arguments()
            .add(own(block, band, block.last(), activations[block.last()]))
            .add(block.width())
            .add(out)
            .add(block.width() / 2)
            .add(channels);
    String kernel = network.pooling() == Pooling.MAX ? "pool_maximum" : "pool_average";
    context.gpu().launch(kernel, Grid.of((long) block.width() / 2 * channels, rows), arguments);
    above(block).write(band.first() / 2, rows, out);
  }

  @Override
  public void beginBackward(Vector gradient) {
    target = CudaVector.address(gradient, imageSize);
  }

  @Override
  public TapGradient tap(BlockLayout block, Band band, int layer, FeatureMap features) {
    long gradient = gradient(block, layer);
    clearHalo(block, band, layer, gradient);
    return new CudaFeatureGradient(
        context, (CudaFeatureMap) features, own(block, band, layer, gradient));
  }

  private void clearHalo(BlockLayout block, Band band, int layer, long gradient) {
    clear(gradient, shape(block, layer, band.above()).size());
    int ends = band.above() + band.rows();
    long below = gradient + shape(block, layer, ends).size() * Float.BYTES;
    clear(below, shape(block, layer, band.height() - ends).size());
  }

  private void clear(long address, long floats) {
    if (floats > 0) {
      context.gpu().clear(address, floats * Float.BYTES);
    }
  }

  @Override
  public void unpool(BlockLayout block, Band band, boolean add) {
    int layer = block.last();
    long gradient = gradient(block, layer);
    clearHalo(block, band, layer, gradient);
    int channels = layout.layers().get(layer).outputs();
    Arguments arguments =
        new Arguments()
            .add(own(block, band, layer, activations[layer]))
            .add(band.rows())
            .add(block.width())
            .add(above(block).read(band.first() / 2, band.rows() / 2))
            .add(own(block, band, layer, gradient))
            .add(channels)
            .add(network.pooling() == Pooling.AVERAGE ? 1 : 0)
            .add(add ? 1 : 0);
    long windows = (block.width() + 1) / 2 * (long) channels;
    context.gpu().launch("unpool", Grid.of(windows, (band.rows() + 1) / 2), arguments);
  }

  @Override
  public void mask(BlockLayout block, Band band, int layer) {
    long size = shape(block, band, layer).size();
    Arguments arguments =
        new Arguments().add(gradient(block, layer)).add(activations[layer]).add(size);
    context.gpu().launch("mask", Grid.of(size), arguments);
  }

  @Override
  public void backward(BlockLayout block, Band band, int layer, boolean add) {
    int upper = layer + 1;
    long arrived = add ? scratch.address() : gradient(block, layer);
    convolutions
        .get(new Key(upper, band.height(), false))
        .run(backward(upper, gradient(block, upper), arrived));
    if (add) {
      addAndMask(block, band, layer, arrived);
    } else {
      mask(block, band, layer);
    }
  }

  private void addAndMask(BlockLayout block, Band band, int layer, long arrived) {
    long size = shape(block, band, layer).size();
    Arguments arguments =
        new Arguments().add(gradient(block, layer)).add(arrived).add(activations[layer]).add(size);
    context.gpu().launch("add_and_mask", Grid.of(size), arguments);
  }

  @Override
  public void leaveInImage(BlockLayout block, Band band) {
    convolutions
        .get(new Key(0, band.height(), false))
        .run(backward(0, gradient(block, 0), prepared));
    long positions = (long) band.height() * block.width();
    Arguments arguments =
        new Arguments().add(rows(target, block, band)).add(positions).add(prepared);
    context.gpu().launch("add_colours", Grid.of(COLOURS * positions), arguments);
  }

  @Override
  public void leave(BlockLayout block, Band band) {
    int layer = block.first();
    long gradient = gradient(block, layer);
    long in = gradient == even ? odd : even;
    convolutions.get(new Key(layer, band.height(), false)).run(backward(layer, gradient, in));
    long row = shape(block, layer - 1, 1).size();
    addCarried(in, band.shared(block.height()) * row);
    // The next band still reads the features of the rows that both add to.
    int done = band.unshared(block.height());
    long rest = (band.height() - done) * row;
    if (rest > 0) {
      context.gpu().copy(in + done * row * Float.BYTES, carry, rest * Float.BYTES);
    }
    below(block).write(band.from(), done, in);
  }

  private void addCarried(long gradient, long size) {
    if (size > 0) {
      Arguments arguments = new Arguments().add(gradient).add(size).add(1f).add(carry);
      context.gpu().launch("axpy", Grid.of(size), arguments);
    }
  }

  @Override
  public void close() {
    convolutions.values().forEach(LayerConvolution::close);
    pooled.forEach(PooledMap::close);
    buffers.forEach(GpuMemory::close);
    scratch.close();
    convolutions.clear();
    pooled.clear();
    buffers.clear();
  }
}
