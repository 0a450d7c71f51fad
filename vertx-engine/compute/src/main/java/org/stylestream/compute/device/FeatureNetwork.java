package org.stylestream.compute.device;

import java.util.List;
import org.stylestream.compute.network.NetworkTopology;

/**
 * A VGG-shaped network on a device. The image is RGB on 0–255, height × width × 3; the network
 * subtracts the means and reorders the channels itself.
 */
public interface FeatureNetwork extends AutoCloseable {
  NetworkTopology topology();

  /**
   * Makes the buffers for images of one size; layers above the deepest tap aren't computed.
   *
   * @param height at least 16
   * @param width at least 16
   * @param taps names of the layers to show to visitors
   * @param gradients whether {@link FeaturePass#backward} will be called
   */
  default FeaturePass prepare(int height, int width, List<String> taps, boolean gradients) {
    return prepare(height, width, taps, gradients, Tiling.WHOLE);
  }

  /**
   * The same for images that may be larger than the device's memory.
   *
   * @param tiling one of {@link Device#tilings}
   */
  FeaturePass prepare(int height, int width, List<String> taps, boolean gradients, Tiling tiling);

  @Override
  void close();
}
