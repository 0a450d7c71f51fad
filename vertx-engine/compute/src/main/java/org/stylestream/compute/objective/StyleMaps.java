package org.stylestream.compute.objective;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;

/** Shows the feature maps of style images, band by band, with what their masks make of them. */
record StyleMaps(Device device, FeatureNetwork network, Tiling tiling, Cancellation cancellation) {
  /** Sees the feature map of a layer, or a band of it. */
  @FunctionalInterface
  interface Observer {
    /**
     * Sees them.
     *
     * @param weights what the positions of the whole map count; empty: all alike
     */
    void observe(String layer, FeatureMap features, Optional<Vector> weights);
  }

  /** Runs a style image through the network. */
  void show(StyleTargets.WeightedStyle style, List<String> layers, Observer observer) {
    Image image = style.image();
    try (Vector pixels = device.vector(image.pixels().length);
        FeaturePass pass = network.prepare(image.height(), image.width(), layers, false, tiling)) {
      pixels.write(image.pixels());
      pass.forward(
          pixels, (layer, features) -> show(style, layer, features, observer), cancellation);
    }
  }

  private void show(
      StyleTargets.WeightedStyle style, String layer, FeatureMap features, Observer observer) {
    Optional<float[]> guide =
        style.mask().flatMap(mask -> Guide.weights(mask, network.topology().layer(layer)));
    if (guide.isEmpty()) {
      observer.observe(layer, features, Optional.empty());
      return;
    }
    try (Vector weights = device.vector(guide.get().length)) {
      weights.write(guide.get());
      observer.observe(layer, features, Optional.of(weights));
    }
  }
}
