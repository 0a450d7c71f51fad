package org.stylestream.compute.transfer;

import java.util.List;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TilingNeeds;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StyleLoss;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.preset.Succession;

/**
 * What a stage takes of a device's memory, from above: network, feature maps (of the generated
 * image, or of a style where that is larger), the content's features, and the optimiser.
 */
final class StageMemory {
  /** Content at its size, start, best and current image, and one on its way out. */
  private static final int EXTRA_IMAGES = 5;

  /** Matrices of channels × channels that are there at once while Gaussians are compared. */
  private static final int GAUSSIAN_MATRICES = 14;

  /** The last frame's result, where it holds, and two differences. */
  private static final int TEMPORAL_IMAGES = 4;

  private final Device device;
  private final NetworkTopology topology;
  private final StylePreset preset;
  private final SizeRule.Size generated;
  private final List<SizeRule.Size> styles;
  private final boolean temporal;

  /**
   * @param topology of the whole network
   * @param styles of the style images as they are
   * @param temporal whether there is a temporal loss
   */
  StageMemory(
      Device device,
      NetworkTopology topology,
      StylePreset preset,
      StageSize sizes,
      List<StyleTransfer.StyleSize> styles,
      boolean temporal) {
    this.temporal = temporal;
    this.device = device;
    this.topology = topology;
    this.preset = preset;
    this.generated = sizes.generated();
    this.styles = styles.stream().map(style -> sizes.style(style.size(), style.scale())).toList();
  }

  /** Bytes with each tiling. */
  TilingNeeds needs() {
    return new TilingNeeds(device.tilings(), this::with);
  }

  private long with(Tiling tiling) {
    long pass = pass(generated, tiling);
    for (SizeRule.Size style : styles) {
      pass = Math.max(pass, pass(style, tiling));
    }
    return TilingNeeds.sum(pass, contentFeatures() + images() + gaussians());
  }

  private long pass(SizeRule.Size size, Tiling tiling) {
    NetworkTopology computed = topology.upTo(topology.deepest(PresetObjective.layers(preset)));
    return device.memoryNeeded(computed, size.height(), size.width(), tiling);
  }

  private long contentFeatures() {
    if (preset.content().weight() == 0) {
      return 0;
    }
    long floats = 0;
    for (String name : preset.content().layers().keySet()) {
      ConvolutionLayer layer = topology.layer(name);
      floats +=
          layer.outputs() * NetworkTopology.positions(layer, generated.height(), generated.width());
    }
    return floats * Float.BYTES;
  }

  /** What comparing Gaussians takes: sums and slopes, and matrices in double on the host. */
  private long gaussians() {
    if (!(preset.style().comparison() instanceof StyleLoss.Gaussians)) {
      return 0;
    }
    return preset.style().layers().keySet().stream()
        .mapToLong(name -> topology.layer(name).outputs())
        .map(channels -> channels * channels * GAUSSIAN_MATRICES * Double.BYTES)
        .sum();
  }

  private long images() {
    long image = (long) generated.height() * generated.width() * Image.CHANNELS * Float.BYTES;
    int extra = carried(preset.succession()) + EXTRA_IMAGES + (temporal ? TEMPORAL_IMAGES : 0);
    return (vectors(preset.optimizer()) + extra) * image;
  }

  /** Images that an average takes, and moments from a scale that is smaller by √2 or more. */
  private static int carried(Succession succession) {
    return (succession.averageDecay().isPresent() ? 1 : 0) + (succession.carriesMoments() ? 3 : 0);
  }

  /**
   * Vectors of the image's length that an optimiser keeps: two for each iterate, and its history.
   */
  private static int vectors(OptimizerSettings optimizer) {
    if (optimizer instanceof LbfgsSettings lbfgs) {
      return 2 * lbfgs.memory() + 6;
    }
    return optimizer instanceof AdamSettings ? 6 : 4;
  }
}
