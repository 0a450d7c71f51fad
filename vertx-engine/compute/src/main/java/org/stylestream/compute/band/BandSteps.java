package org.stylestream.compute.band;

import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;

/**
 * What a device does with a band of a block, one step after the other as {@link BandWalk} has it.
 * Rows that a band has beyond its own are its halo: they are computed with it, rows beyond them
 * count as zeros, and what is wrong with them for that doesn't reach the own rows.
 *
 * <p>A device keeps the pooled maps between the blocks whole. With gradients it keeps the maps of
 * blocks of one band from the way up to the way down; blocks of more bands are computed again, so
 * that they can take turns with the same memory, as all blocks can without gradients. Two buffers
 * are enough for the gradients: that of a layer isn't needed once the one below it is there.
 */
public interface BandSteps extends AutoCloseable {
  /**
   * Begins a pass.
   *
   * @param image height × width × 3; stays as it is until the pass has gone back
   */
  void begin(Vector image);

  /**
   * Computes a layer's map, of all rows of a band: from the image, from the pooled map below, or
   * from the map of the layer below.
   */
  void forward(BlockLayout block, Band band, int layer);

  /** A layer's map as it was computed last, of the band's own rows. */
  FeatureMap map(BlockLayout block, Band band, int layer);

  /**
   * Pools the own rows of a block's last map into the map above, which the next block begins at.
   */
  void pool(BlockLayout block, Band band);

  /**
   * Begins the way back.
   *
   * @param gradient height × width × 3, where the gradient with respect to the image is added
   */
  void beginBackward(Vector gradient);

  /**
   * The gradient at a layer's map, not taken through its ReLU yet: zero in the halo; what was in
   * the own rows doesn't count.
   *
   * @param features that {@link #map} gave
   */
  TapGradient tap(BlockLayout block, Band band, int layer, FeatureMap features);

  /**
   * The gradient at a block's last layer, of all rows of a band: in the own rows what the pooled
   * map's place holds, pulled back through pool and ReLU, in the halo zeros.
   *
   * @param add whether a gradient is there already, that isn't taken through the ReLU yet
   */
  void unpool(BlockLayout block, Band band, boolean add);

  /** Takes the gradient at a layer's map through its ReLU, in all rows of a band. */
  void mask(BlockLayout block, Band band, int layer);

  /**
   * The gradient at a layer's map, in all rows of a band: that of the layer above, pulled back
   * through its convolution and this layer's ReLU.
   *
   * @param add whether a gradient is there already, that isn't taken through the ReLU yet
   */
  void backward(BlockLayout block, Band band, int layer, boolean add);

  /** Adds the gradient of the first block's first layer to that with respect to the image. */
  void leaveInImage(BlockLayout block, Band band);

  /**
   * Pulls the gradient of a block's first layer back to the pooled map below, whose rows it takes
   * the place of. In rows that two bands have ({@link Band#shared}, {@link Band#unshared}), theirs
   * add up; the features there are read by the lower one before.
   */
  void leave(BlockLayout block, Band band);

  @Override
  void close();
}
