package org.stylestream.compute.transfer;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;

/**
 * What a stage takes of a device's memory, from above: network, feature maps (of the generated
 * image, or of a style where that is larger), the content's features, and the optimiser.
 */
final class StageMemory {
  /** Content at its size, start, best and current image, and one on its way out. */
  private static final int EXTRA_IMAGES = 5;

  private final Device device;
  private final NetworkTopology topology;
  private final StylePreset preset;
  private final SizeRule.Size generated;
  private final List<SizeRule.Size> styles;

  /**
   * @param topology of the whole network
   * @param styles of the style images as they are
   */
  StageMemory(
      Device device,
      NetworkTopology topology,
      StylePreset preset,
      StageSize sizes,
      List<StyleTransfer.StyleSize> styles) {
    this.device = device;
    this.topology = topology;
    this.preset = preset;
    this.generated = sizes.generated();
    this.styles = styles.stream().map(style -> sizes.style(style.size(), style.scale())).toList();
  }

  /** Bytes with the tiling that takes least. */
  long least() {
    return device.tilings().stream().mapToLong(this::with).min().orElseThrow();
  }

  /** The fastest tiling with which the stage takes at most so many bytes; else the last. */
  Tiling fitting(long memory) {
    List<Tiling> tilings = device.tilings();
    return tilings.stream()
        .filter(tiling -> with(tiling) <= memory)
        .findFirst()
        .orElse(tilings.get(tilings.size() - 1));
  }

  /** The fastest tiling with which the stage takes less than with this one. */
  Optional<Tiling> tighter(Tiling than) {
    long taken = with(than);
    return device.tilings().stream().filter(tiling -> with(tiling) < taken).findFirst();
  }

  private long with(Tiling tiling) {
    long pass = pass(generated, tiling);
    for (SizeRule.Size style : styles) {
      pass = Math.max(pass, pass(style, tiling));
    }
    long rest = contentFeatures() + images();
    return pass > Long.MAX_VALUE - rest ? Long.MAX_VALUE : pass + rest;
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

  private long images() {
    long image = (long) generated.height() * generated.width() * Image.CHANNELS * Float.BYTES;
    int averages = preset.succession().averageDecay().isPresent() ? 1 : 0;
    return (vectors(preset.optimizer()) + averages + EXTRA_IMAGES) * image;
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
