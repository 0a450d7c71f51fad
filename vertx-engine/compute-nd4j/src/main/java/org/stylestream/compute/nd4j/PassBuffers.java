package org.stylestream.compute.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.stylestream.compute.band.BlockLayout;
import org.stylestream.compute.band.PassLayout;

/**
 * The native memory of a pass. In a block, gradients begin in one of two buffers and change to the
 * other with each layer; without gradients, maps do. ND4J's operations don't add: what is to be
 * added goes through a third.
 */
final class PassBuffers implements AutoCloseable {
  /** Means of red, green and blue that VGG was trained with. */
  private static final float[] MEANS = {123.68f, 116.779f, 103.939f};

  private final PassLayout layout;
  private final List<NativeFloats> owned = new ArrayList<>();
  private final List<PooledMap> pooled = new ArrayList<>();
  private final NativeFloats even;
  private final NativeFloats odd;
  private final NativeFloats added;
  private final NativeFloats carry;
  private final NativeFloats image;
  private final NativeFloats means;
  private final NativeFloats[] maps;

  /**
   * @param gradients whether there is a way back
   */
  PassBuffers(PassLayout layout, boolean gradients) {
    this.layout = layout;
    BlockLayout first = layout.blocks().get(0);
    long pixels = (long) first.bandHeight() * first.width() * MEANS.length;
    try {
      even = floats(layout.scratch());
      odd = floats(layout.scratch());
      added = floats(gradients ? layout.scratch() : 0);
      carry = floats(gradients ? layout.carry() : 0);
      image = floats(pixels);
      means = floats(pixels);
      maps = maps(gradients);
      fillMeans();
      layout.blocks().stream().skip(1).forEach(this::addPooled);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private NativeFloats floats(long length) {
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a feature map has %,d values; ND4J holds at most %,d in one: choose a smaller image"
              .formatted(length, Integer.MAX_VALUE));
    }
    NativeFloats floats = new NativeFloats(Math.max(1, length));
    owned.add(floats);
    return floats;
  }

  private NativeFloats[] maps(boolean gradients) {
    NativeFloats[] shared = new NativeFloats[layout.depth()];
    for (int i = 0; i < shared.length; i++) {
      shared[i] = gradients ? floats(layout.shared(i)) : turn(i);
    }
    NativeFloats[] all = new NativeFloats[layout.layers().size()];
    for (BlockLayout block : layout.blocks()) {
      boolean own = gradients && block.whole();
      for (int l = block.first(); l <= block.last(); l++) {
        all[l] = own ? floats(layout.map(block, l)) : shared[l - block.first()];
      }
    }
    return all;
  }

  private NativeFloats turn(int index) {
    return index % 2 == 0 ? even : odd;
  }

  private void fillMeans() {
    long positions = means.length() / MEANS.length;
    INDArray pixels = means.view('c', positions, MEANS.length);
    for (int channel = 0; channel < MEANS.length; channel++) {
      pixels.getColumn(channel).assign(MEANS[channel]);
    }
  }

  private void addPooled(BlockLayout block) {
    MapRows rows = rows(floats(layout.pooled(block)), block, layout.pooledRows(block), -1);
    pooled.add(layout.tiling().pooledInFile() ? new PooledFile(rows) : new PooledMemory(rows));
  }

  /**
   * @param index of a layer in its block; −1 for that below the block
   */
  private MapRows rows(NativeFloats buffer, BlockLayout block, int rows, int index) {
    int channels = layout.layers().get(block.first() + index).outputs();
    return MapRows.of(buffer, rows, block.width(), channels);
  }

  MapRows map(BlockLayout block, int layer, int rows) {
    return rows(maps[layer], block, rows, layer - block.first());
  }

  MapRows gradient(BlockLayout block, int layer, int rows) {
    return rows(turn(block.last() - layer), block, rows, layer - block.first());
  }

  /** The gradient with respect to a block's input, where that of its first layer isn't. */
  MapRows inputGradient(BlockLayout block, int rows) {
    return rows(turn(block.layers()), block, rows, -1);
  }

  /** What is to be added to something. */
  MapRows added(MapRows sum) {
    return sum.in(added);
  }

  MapRows image(BlockLayout block, int rows) {
    return MapRows.of(image, rows, block.width(), MEANS.length);
  }

  MapRows means(BlockLayout block, int rows) {
    return image(block, rows).in(means);
  }

  /** Rows of a gradient that two bands add to. */
  NativeFloats carry() {
    return carry;
  }

  /** The map that a block begins at. */
  PooledMap below(BlockLayout block) {
    return pooled.get(block.index() - 1);
  }

  /** The map that a block, not the last one, ends in. */
  PooledMap above(BlockLayout block) {
    return pooled.get(block.index());
  }

  @Override
  public void close() {
    pooled.forEach(PooledMap::close);
    owned.forEach(NativeFloats::close);
    pooled.clear();
    owned.clear();
  }
}
