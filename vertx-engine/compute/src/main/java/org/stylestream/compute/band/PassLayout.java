package org.stylestream.compute.band;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;

/**
 * The blocks of a pass and the sizes of its buffers, in floats.
 *
 * @param layers those computed
 * @param strides of their maps: floats from a position to the next
 * @param blocks of the layers
 * @param tiling how the maps are gone through
 */
public record PassLayout(
    List<ConvolutionLayer> layers, int[] strides, List<BlockLayout> blocks, Tiling tiling) {
  public PassLayout {
    layers = List.copyOf(layers);
    strides = strides.clone();
    blocks = List.copyOf(blocks);
  }

  /**
   * The layout for images of height × width.
   *
   * @param topology of the layers that are computed
   * @param stride of a map, by its channels
   */
  public static PassLayout of(
      NetworkTopology topology, int height, int width, Tiling tiling, IntUnaryOperator stride) {
    List<ConvolutionLayer> layers = topology.layers();
    int[] strides = layers.stream().mapToInt(l -> stride.applyAsInt(l.outputs())).toArray();
    return new PassLayout(
        layers, strides, BlockLayout.of(topology, height, width, tiling.bandRows()), tiling);
  }

  /**
   * The layout of a pass that computes no more layers than it must.
   *
   * @param network with all its layers
   * @param taps names of the layers to show
   * @param stride of a map, by its channels
   * @throws IllegalArgumentException if the images are too small or no layer is tapped
   */
  public static PassLayout tapping(
      NetworkTopology network,
      List<String> taps,
      int height,
      int width,
      Tiling tiling,
      IntUnaryOperator stride) {
    int smallest = NetworkTopology.SMALLEST_SIDE;
    if (height < smallest || width < smallest) {
      throw new IllegalArgumentException(
          "an image of %d×%d; the network takes images of at least %d×%d"
              .formatted(width, height, smallest, smallest));
    }
    if (taps.isEmpty()) {
      throw new IllegalArgumentException("no layer is tapped; a pass needs at least one");
    }
    return of(network.upTo(network.deepest(taps)), height, width, tiling, stride);
  }

  /** A layer's map, for the highest band of its block. */
  public long map(BlockLayout block, int layer) {
    return (long) block.bandHeight() * block.width() * strides[layer];
  }

  /** A map as large as each that gradients or, without gradients, features go through. */
  public long scratch() {
    return blocks.stream().flatMapToLong(this::maps).max().orElseThrow();
  }

  private LongStream maps(BlockLayout block) {
    int below = Math.max(0, block.first() - 1);
    return IntStream.rangeClosed(below, block.last()).mapToLong(layer -> map(block, layer));
  }

  /** What blocks in bands take turns with, for the maps of their layers with this index. */
  public long shared(int index) {
    return blocks.stream()
        .filter(block -> !block.whole() && index < block.layers())
        .mapToLong(block -> map(block, block.first() + index))
        .max()
        .orElse(0);
  }

  /** Most layers of a block. */
  public int depth() {
    return blocks.stream().mapToInt(BlockLayout::layers).max().orElseThrow();
  }

  /** Rows of a block's pooled input that are in memory. */
  public int pooledRows(BlockLayout block) {
    return tiling.pooledInFile() ? block.bandHeight() : block.height();
  }

  /** A block's input, as far as it is in memory; the first block's is the image. */
  public long pooled(BlockLayout block) {
    return block.first() == 0 ? 0 : pooledRows(block) * inputRow(block);
  }

  /** Rows of the gradient at a block's input that two bands add to. */
  public long carry() {
    return blocks.stream()
        .filter(block -> !block.whole() && block.first() > 0)
        .mapToLong(block -> 2 * Band.HALO * inputRow(block))
        .max()
        .orElse(0);
  }

  private long inputRow(BlockLayout block) {
    return (long) block.width() * strides[block.first() - 1];
  }
}
