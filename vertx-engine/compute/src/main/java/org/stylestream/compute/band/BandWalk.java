package org.stylestream.compute.band;

import java.util.List;
import java.util.Set;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.ConvolutionLayer;

/**
 * Goes through the network block by block, and through a block band by band. Pooled maps are whole;
 * of the other maps there are as many rows as the highest band has. With gradients, blocks of one
 * band keep the maps of all their layers, as they mask the gradients; blocks of more bands compute
 * each band's again from the pooled map below.
 *
 * <p>Backwards, a band pulls back the gradient of its own rows, which spreads into its halo; where
 * two bands' halos meet, their gradients add up.
 */
public final class BandWalk implements FeaturePass {
  private static final Observer NOBODY = (layer, features) -> {};

  private final List<String> layers;
  private final List<BlockLayout> blocks;
  private final Set<String> taps;
  private final boolean gradients;
  private final BandSteps steps;
  private boolean ready;

  /**
   * @param taps names of the layers to show
   * @param gradients whether there is a way back
   * @param steps closed with the walk
   */
  public BandWalk(PassLayout layout, Set<String> taps, boolean gradients, BandSteps steps) {
    this.layers = layout.layers().stream().map(ConvolutionLayer::name).toList();
    this.blocks = layout.blocks();
    this.taps = Set.copyOf(taps);
    this.gradients = gradients;
    this.steps = steps;
  }

  private boolean tapped(int layer) {
    return taps.contains(layers.get(layer));
  }

  @Override
  public void forward(Vector image, Observer observer, Cancellation cancellation) {
    steps.begin(image);
    ready = false;
    for (int b = 0; b < blocks.size(); b++) {
      BlockLayout block = blocks.get(b);
      for (Band band : block.bands()) {
        forward(block, band, observer, cancellation);
        if (b + 1 < blocks.size()) {
          steps.pool(block, band);
        }
      }
    }
    ready = gradients;
  }

  private void forward(BlockLayout block, Band band, Observer observer, Cancellation cancellation) {
    for (int layer = block.first(); layer <= block.last(); layer++) {
      cancellation.check();
      steps.forward(block, band, layer);
      if (observer != NOBODY && tapped(layer)) {
        observer.observe(layers.get(layer), steps.map(block, band, layer));
      }
    }
  }

  @Override
  public void backward(PullBack pullBack, Vector gradient, Cancellation cancellation) {
    if (!ready) {
      throw new IllegalStateException(
          "backward needs a pass that was prepared with gradients and has run forward since");
    }
    steps.beginBackward(gradient);
    ready = false;
    boolean arrives = false;
    for (int b = blocks.size() - 1; b >= 0; b--) {
      BlockLayout block = blocks.get(b);
      boolean leaves = false;
      for (Band band : block.bands()) {
        if (!block.whole()) {
          forward(block, band, NOBODY, cancellation);
        }
        leaves = backward(block, band, arrives, pullBack, cancellation);
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
      BlockLayout block, Band band, boolean arrives, PullBack pullBack, Cancellation cancellation) {
    int layer = block.last();
    boolean some = pullBack(pullBack, block, band, layer);
    if (arrives) {
      steps.unpool(block, band, some);
      some = true;
    } else if (some) {
      steps.mask(block, band, layer);
    }
    for (layer--; layer >= block.first(); layer--) {
      cancellation.check();
      boolean add = pullBack(pullBack, block, band, layer);
      if (some) {
        steps.backward(block, band, layer, add);
      } else if (add) {
        steps.mask(block, band, layer);
      }
      some |= add;
    }
    cancellation.check();
    if (some && block.first() == 0) {
      steps.leaveInImage(block, band);
    } else if (some) {
      steps.leave(block, band);
    }
    return some;
  }

  /** Shows the layer to the visitor, if it is tapped; says whether that left a gradient. */
  private boolean pullBack(PullBack pullBack, BlockLayout block, Band band, int layer) {
    if (!tapped(layer)) {
      return false;
    }
    FeatureMap features = steps.map(block, band, layer);
    TapGradient tap = steps.tap(block, band, layer, features);
    pullBack.pullBack(layers.get(layer), features, tap);
    return tap.written();
  }

  @Override
  public void close() {
    ready = false;
    steps.close();
  }
}
