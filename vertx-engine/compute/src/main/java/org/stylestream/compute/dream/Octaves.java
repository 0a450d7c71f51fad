package org.stylestream.compute.dream;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;

/**
 * The sizes of a dream's octaves: int(side / scale^i), as in Keras' example, from small to large.
 */
final class Octaves {
  /**
   * Positions at every edge of a feature map that don't count (Keras' example: act[2:-2, 2:-2]).
   */
  static final int BORDER = 2;

  private final DreamSettings settings;
  private final SizeRule.Size largest;

  /**
   * @param content size of the content image
   */
  Octaves(DreamSettings settings, SizeRule.Size content) {
    this.settings = settings;
    this.largest = settings.size().apply(content.height(), content.width());
  }

  List<SizeRule.Size> sizes() {
    List<SizeRule.Size> sizes = new ArrayList<>();
    for (int i = settings.octaves() - 1; i >= 0; i--) {
      sizes.add(new SizeRule.Size(side(largest.height(), i), side(largest.width(), i)));
    }
    return sizes;
  }

  private int side(int side, int times) {
    return (int) (side / Math.pow(settings.octaveScale(), times));
  }

  /**
   * Refuses octaves too small for one of the layers.
   *
   * @throws IllegalArgumentException that says which size would do
   */
  void check(NetworkTopology topology) {
    ConvolutionLayer deepest = topology.layer(topology.deepest(settings.layers().keySet()));
    int needed = Math.max(NetworkTopology.SMALLEST_SIDE, 2 * BORDER + 1 << deepest.block() - 1);
    SizeRule.Size smallest = sizes().get(0);
    if (Math.min(smallest.height(), smallest.width()) >= needed) {
      return;
    }
    throw new IllegalArgumentException(
        "the smallest of %s would be %d×%d, but %s needs sides of at least %d pixels; %s"
            .formatted(
                settings.octaves() == 1 ? "one octave" : settings.octaves() + " octaves",
                smallest.width(),
                smallest.height(),
                deepest.name(),
                needed,
                remedy(needed)));
  }

  private String remedy(int needed) {
    String size =
        "the shorter side of the result must be at least %.0f pixels"
            .formatted(
                Math.ceil(needed * Math.pow(settings.octaveScale(), settings.octaves() - 1)));
    long fitting =
        IntStream.range(0, settings.octaves())
            .filter(i -> side(Math.min(largest.height(), largest.width()), i) >= needed)
            .count();
    return fitting == 0 ? size : size + ", or the octaves at most " + fitting;
  }
}
