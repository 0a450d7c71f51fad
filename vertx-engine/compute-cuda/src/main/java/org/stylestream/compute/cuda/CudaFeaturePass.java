package org.stylestream.compute.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.Pooling;

/**
 * Goes through the network with whole maps. With gradients all activations are kept, as they mask
 * the gradients; without, two buffers take turns. A block's input, the prepared image or a pooled
 * map, has a buffer of its own, in which the gradient with respect to it takes its place.
 */
final class CudaFeaturePass implements FeaturePass {
  private static final int COLOURS = 3;
  private static final long NONE = 0;

  private final CudaContext context;
  private final CudaFeatureNetwork network;
  private final PassShapes shapes;
  private final Set<String> taps;
  private final boolean gradients;
  private final List<GpuMemory> buffers = new ArrayList<>();
  private final List<LayerConvolution> forward = new ArrayList<>();
  private final List<LayerConvolution> backward = new ArrayList<>();
  private final long[] inputs;
  private final long[] maps;
  private final Scratch scratch;
  private long even;
  private long odd;
  private boolean ready;

  CudaFeaturePass(
      CudaContext context,
      CudaFeatureNetwork network,
      PassShapes shapes,
      List<String> taps,
      boolean gradients) {
    this.context = context;
    this.network = network;
    this.shapes = shapes;
    this.taps = Set.copyOf(taps);
    this.gradients = gradients;
    inputs = new long[shapes.count()];
    maps = new long[shapes.count()];
    scratch = new Scratch(context.gpu(), shapes.largest());
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
    even = buffer(shapes.largest());
    odd = buffer(shapes.largest());
    for (int l = 0; l < shapes.count(); l++) {
      inputs[l] = shapes.startsBlock(l) ? buffer(shapes.input(l).size()) : maps[l - 1];
      long turn = l % 2 == 0 ? even : odd;
      maps[l] = gradients ? buffer(shapes.map(l).size()) : turn;
    }
  }

  private void openConvolutions() {
    for (int l = 0; l < shapes.count(); l++) {
      forward.add(context.convolutions().open(shapes.forward(l), forwardOperands(l)));
      if (gradients) {
        backward.add(
            context.convolutions().open(shapes.backward(l), backwardOperands(l, even, odd)));
      }
    }
  }

  private GpuConvolution.Operands forwardOperands(int layer) {
    LayerFilters filters = network.filters(layer);
    return new GpuConvolution.Operands(
        inputs[layer], filters.forward(), filters.bias(), maps[layer], NONE);
  }

  private GpuConvolution.Operands backwardOperands(int layer, long from, long to) {
    return new GpuConvolution.Operands(from, network.filters(layer).backward(), NONE, to, NONE);
  }

  private long other(long buffer) {
    return buffer == even ? odd : even;
  }

  private CudaFeatureMap map(int layer) {
    return new CudaFeatureMap(context, shapes.map(layer), maps[layer], scratch);
  }

  @Override
  public void forward(Vector image, Observer observer, Cancellation cancellation) {
    ready = false;
    prepare(image);
    for (int l = 0; l < shapes.count(); l++) {
      cancellation.check();
      if (l > 0 && shapes.startsBlock(l)) {
        pool(l);
      }
      forward.get(l).run(forwardOperands(l), false);
      if (taps.contains(shapes.name(l))) {
        observer.observe(shapes.name(l), map(l));
      }
    }
    ready = gradients;
  }

  private void prepare(Vector image) {
    int positions = shapes.input(0).positions();
    Arguments arguments =
        new Arguments()
            .add(CudaVector.address(image, (long) COLOURS * positions))
            .add((long) positions)
            .add(inputs[0]);
    context.gpu().launch("prepare", Grid.of(shapes.input(0).size()), arguments);
  }

  /** Pools the map below a layer that starts a block. */
  private void pool(int layer) {
    MapShape pooled = shapes.input(layer);
    Arguments arguments =
        new Arguments()
            .add(maps[layer - 1])
            .add(shapes.map(layer - 1).width())
            .add(inputs[layer])
            .add(pooled.width())
            .add(pooled.channels());
    String kernel = network.pooling() == Pooling.MAX ? "pool_maximum" : "pool_average";
    context.gpu().launch(kernel, Grid.of(pooled.rowSize(), pooled.height()), arguments);
  }

  @Override
  public void backward(PullBack pullBack, Vector gradient, Cancellation cancellation) {
    if (!ready) {
      throw new IllegalStateException(
          "backward needs a pass that was prepared with gradients and has run forward since");
    }
    ready = false;
    long current = even;
    boolean some = false;
    for (int l = shapes.count() - 1; l >= 0; l--) {
      cancellation.check();
      long below = other(current);
      boolean tapped = pullBack(pullBack, l, below);
      if (some) {
        arrive(l, current, below, tapped);
      } else if (tapped) {
        mask(l, below);
      }
      some |= tapped;
      current = below;
    }
    if (some) {
      backward.get(0).run(backwardOperands(0, current, inputs[0]), false);
      addColours(gradient);
    }
  }

  /** Shows the layer to the visitor, if it is tapped; says whether that left a gradient. */
  private boolean pullBack(PullBack pullBack, int layer, long gradient) {
    if (!taps.contains(shapes.name(layer))) {
      return false;
    }
    CudaFeatureMap features = map(layer);
    var tap = new CudaFeatureGradient(context, features, gradient);
    pullBack.pullBack(shapes.name(layer), features, tap);
    return tap.written();
  }

  /**
   * Takes the gradient at the map above through the convolution, and the pool where there is one,
   * to the map of a layer and through its ReLU.
   *
   * @param add whether {@code below} holds the layer's own gradient
   */
  private void arrive(int layer, long above, long below, boolean add) {
    int upper = layer + 1;
    if (shapes.startsBlock(upper)) {
      backward.get(upper).run(backwardOperands(upper, above, inputs[upper]), false);
      unpool(layer, below, add);
    } else {
      backward.get(upper).run(backwardOperands(upper, above, below), add);
      mask(layer, below);
    }
  }

  private void unpool(int layer, long gradient, boolean add) {
    MapShape map = shapes.map(layer);
    Arguments arguments =
        new Arguments()
            .add(maps[layer])
            .add(map.height())
            .add(map.width())
            .add(inputs[layer + 1])
            .add(gradient)
            .add(map.channels())
            .add(network.pooling() == Pooling.AVERAGE ? 1 : 0)
            .add(add ? 1 : 0);
    long windows = (map.width() + 1) / 2 * (long) map.channels();
    context.gpu().launch("unpool", Grid.of(windows, (map.height() + 1) / 2), arguments);
  }

  private void mask(int layer, long gradient) {
    long size = shapes.map(layer).size();
    Arguments arguments = new Arguments().add(gradient).add(maps[layer]).add(size);
    context.gpu().launch("mask", Grid.of(size), arguments);
  }

  private void addColours(Vector gradient) {
    int positions = shapes.input(0).positions();
    long elements = (long) COLOURS * positions;
    Arguments arguments =
        new Arguments()
            .add(CudaVector.address(gradient, elements))
            .add((long) positions)
            .add(inputs[0]);
    context.gpu().launch("add_colours", Grid.of(elements), arguments);
  }

  @Override
  public void close() {
    ready = false;
    forward.forEach(LayerConvolution::close);
    backward.forEach(LayerConvolution::close);
    buffers.forEach(GpuMemory::close);
    scratch.close();
    forward.clear();
    backward.clear();
    buffers.clear();
  }
}
