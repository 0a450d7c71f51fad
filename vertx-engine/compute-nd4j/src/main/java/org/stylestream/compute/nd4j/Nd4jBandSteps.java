package org.stylestream.compute.nd4j;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.stylestream.compute.band.Band;
import org.stylestream.compute.band.BandSteps;
import org.stylestream.compute.band.BlockLayout;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.band.TapGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;

/** The steps of a pass on ND4J, with operations and views that are made when first needed. */
final class Nd4jBandSteps implements BandSteps {
  private static final int CHANNELS = 3;

  private enum Kind {
    FORWARD,
    RECTIFY,
    POOL,
    UNPOOL,
    UNPOOL_TO_ADD,
    MASK,
    BACKWARD,
    BACKWARD_TO_ADD,
    LEAVE
  }

  /** What is done at a layer, for a band of its block. */
  private record Key(Kind kind, int layer, Band band) {}

  private final Nd4jFeatureNetwork network;
  private final PassBuffers buffers;
  private final int imageLength;
  private final Map<Key, CustomOp> operations = new HashMap<>();
  private final Map<Key, Nd4jFeatureMap> maps = new HashMap<>();
  private final Map<MapRows, INDArray> flats = new HashMap<>();
  private Optional<NativeFloats> pixels = Optional.empty();
  private Optional<NativeFloats> target = Optional.empty();

  /**
   * @param height of the image
   * @param width of the image
   */
  Nd4jBandSteps(
      Nd4jFeatureNetwork network, PassLayout layout, int height, int width, boolean gradients) {
    this.network = network;
    imageLength = Math.multiplyExact(Math.multiplyExact(height, width), CHANNELS);
    buffers = new PassBuffers(layout, gradients);
  }

  private void run(Kind kind, int layer, Band band, Supplier<CustomOp> operation) {
    Operations.run(operations.computeIfAbsent(new Key(kind, layer, band), key -> operation.get()));
  }

  private INDArray flat(MapRows rows) {
    return flats.computeIfAbsent(rows, MapRows::flat);
  }

  private MapRows rows(BlockLayout block, Band band, int layer) {
    return buffers.map(block, layer, band.height());
  }

  private MapRows gradient(BlockLayout block, Band band, int layer) {
    return buffers.gradient(block, layer, band.height());
  }

  private static MapRows own(Band band, MapRows rows) {
    return rows.part(band.above(), band.rows());
  }

  /** A band's rows of an image. */
  private static INDArray rows(NativeFloats image, BlockLayout block, Band band) {
    return MapRows.of(image, block.height(), block.width(), CHANNELS)
        .part(band.from(), band.height())
        .flat();
  }

  @Override
  public void begin(Vector image) {
    pixels = Optional.of(Nd4jVector.floats(image, imageLength));
  }

  @Override
  public void forward(BlockLayout block, Band band, int layer) {
    fetchInput(block, band, layer);
    MapRows out = rows(block, band, layer);
    run(
        Kind.FORWARD,
        layer,
        band,
        () -> {
          LayerWeights weights = network.layer(layer);
          INDArray in = input(block, band, layer).array();
          return Operations.convolution(out.array(), in, weights.forward(), weights.bias());
        });
    run(Kind.RECTIFY, layer, band, () -> Operations.rectification(out.array()));
  }

  private void fetchInput(BlockLayout block, Band band, int layer) {
    if (layer == 0) {
      flat(buffers.image(block, band.height()))
          .assign(rows(pixels.orElseThrow(), block, band))
          .subi(flat(buffers.means(block, band.height())));
    } else if (layer == block.first()) {
      buffers.below(block).load(band.from(), band.height());
    }
  }

  private MapRows input(BlockLayout block, Band band, int layer) {
    if (layer == 0) {
      return buffers.image(block, band.height());
    }
    return layer == block.first()
        ? buffers.below(block).place(band.from(), band.height())
        : rows(block, band, layer - 1);
  }

  @Override
  public Nd4jFeatureMap map(BlockLayout block, Band band, int layer) {
    return maps.computeIfAbsent(
        new Key(Kind.FORWARD, layer, band),
        key ->
            new Nd4jFeatureMap(
                network.reduction(),
                network.scratch(),
                block.height(),
                band.first(),
                own(band, rows(block, band, layer))));
  }

  @Override
  public void pool(BlockLayout block, Band band) {
    int rows = band.rows() / 2;
    if (rows == 0) {
      return;
    }
    PooledMap above = buffers.above(block);
    MapRows in = own(band, rows(block, band, block.last()));
    MapRows out = above.place(band.first() / 2, rows);
    run(
        Kind.POOL,
        block.last(),
        band,
        () -> Operations.pool(network.pooling(), in.array(), out.array()));
    above.store(band.first() / 2, rows);
  }

  @Override
  public void beginBackward(Vector gradient) {
    target = Optional.of(Nd4jVector.floats(gradient, imageLength));
  }

  @Override
  public TapGradient tap(BlockLayout block, Band band, int layer, FeatureMap features) {
    MapRows gradient = gradient(block, band, layer);
    clearHalo(band, gradient);
    return new Nd4jFeatureGradient((Nd4jFeatureMap) features, own(band, gradient));
  }

  private void clearHalo(Band band, MapRows gradient) {
    clear(gradient.part(0, band.above()));
    int below = band.above() + band.rows();
    clear(gradient.part(below, band.height() - below));
  }

  private void clear(MapRows rows) {
    if (rows.rows() > 0) {
      flat(rows).assign(0);
    }
  }

  @Override
  public void unpool(BlockLayout block, Band band, boolean add) {
    int layer = block.last();
    MapRows gradient = gradient(block, band, layer);
    clearHalo(band, gradient);
    MapRows own = own(band, gradient);
    if (band.rows() > 1) {
      unpool(block, band, own, add);
    } else if (!add) {
      clear(own);
    }
    mask(block, band, layer);
  }

  private void unpool(BlockLayout block, Band band, MapRows gradient, boolean add) {
    PooledMap above = buffers.above(block);
    above.load(band.first() / 2, band.rows() / 2);
    MapRows from = above.place(band.first() / 2, band.rows() / 2);
    MapRows map = own(band, rows(block, band, block.last()));
    MapRows to = add ? buffers.added(gradient) : gradient;
    run(
        add ? Kind.UNPOOL_TO_ADD : Kind.UNPOOL,
        block.last(),
        band,
        () -> Operations.poolBackward(network.pooling(), map.array(), from.array(), to.array()));
    if (add) {
      flat(gradient).addi(flat(to));
    }
  }

  @Override
  public void mask(BlockLayout block, Band band, int layer) {
    run(
        Kind.MASK,
        layer,
        band,
        () ->
            Operations.mask(
                rows(block, band, layer).array(), gradient(block, band, layer).array()));
  }

  @Override
  public void backward(BlockLayout block, Band band, int layer, boolean add) {
    MapRows gradient = gradient(block, band, layer);
    MapRows to = add ? buffers.added(gradient) : gradient;
    run(
        add ? Kind.BACKWARD_TO_ADD : Kind.BACKWARD,
        layer,
        band,
        () -> pulledBack(block, band, layer + 1, to));
    if (add) {
      flat(gradient).addi(flat(to));
    }
    mask(block, band, layer);
  }

  /** The gradient at a layer, pulled back through its convolution. */
  private CustomOp pulledBack(BlockLayout block, Band band, int layer, MapRows to) {
    return Operations.convolution(
        to.array(), gradient(block, band, layer).array(), network.layer(layer).backward());
  }

  @Override
  public void leaveInImage(BlockLayout block, Band band) {
    MapRows to = buffers.image(block, band.height());
    run(Kind.LEAVE, 0, band, () -> pulledBack(block, band, 0, to));
    Nd4jVector.axpy(1, flat(to), rows(target.orElseThrow(), block, band));
  }

  @Override
  public void leave(BlockLayout block, Band band) {
    MapRows to = buffers.inputGradient(block, band.height());
    run(Kind.LEAVE, block.first(), band, () -> pulledBack(block, band, block.first(), to));
    MapRows carry = to.in(buffers.carry());
    int shared = band.shared(block.height());
    if (shared > 0) {
      flat(to.part(0, shared)).addi(flat(carry.part(0, shared)));
    }
    // The next band still reads the features of the rows that both add to.
    int done = band.unshared(block.height());
    int rest = band.height() - done;
    if (rest > 0) {
      flat(carry.part(0, rest)).assign(flat(to.part(done, rest)));
    }
    PooledMap below = buffers.below(block);
    flat(below.place(band.from(), done)).assign(flat(to.part(0, done)));
    below.store(band.from(), done);
  }

  @Override
  public void close() {
    operations.clear();
    maps.clear();
    flats.clear();
    buffers.close();
  }
}
