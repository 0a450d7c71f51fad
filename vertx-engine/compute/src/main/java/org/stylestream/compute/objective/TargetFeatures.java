package org.stylestream.compute.objective;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkTopology;

/** Measures an image's feature maps as targets of the content loss. */
final class TargetFeatures {
  private final Device device;
  private final FeatureNetwork network;
  private final Tiling tiling;

  TargetFeatures(Device device, FeatureNetwork network, Tiling tiling) {
    this.tiling = tiling;
    this.device = device;
    this.network = network;
  }

  Map<String, ContentTerm.Target> of(
      Vector image, int height, int width, Map<String, Double> factors, Cancellation cancellation) {
    NetworkTopology topology = network.topology();
    List<String> layers = List.copyOf(factors.keySet());
    Map<String, ContentTerm.Target> targets = new HashMap<>();
    try (FeaturePass pass = network.prepare(height, width, layers, false, tiling)) {
      pass.forward(
          image,
          (layer, features) ->
              features.copyTo(
                  targets
                      .computeIfAbsent(
                          layer,
                          name ->
                              target(
                                  factors.get(name),
                                  features.height(),
                                  features.width(),
                                  topology.layer(name).outputs()))
                      .features()),
          cancellation);
      return targets;
    } catch (RuntimeException | Error e) {
      targets.values().forEach(target -> target.features().close());
      throw e;
    }
  }

  /** The feature maps of an image, each positions × channels, on the host. */
  Map<String, float[]> onHost(Image image, Map<String, Double> factors, Cancellation cancellation) {
    Map<String, float[]> maps = new HashMap<>();
    try (Vector pixels = device.vector(image.pixels().length)) {
      pixels.write(image.pixels());
      of(pixels, image.height(), image.width(), factors, cancellation)
          .forEach((layer, target) -> maps.put(layer, taken(target.features())));
    }
    return maps;
  }

  private static float[] taken(Vector features) {
    try (features) {
      float[] values = new float[features.length()];
      features.read(values);
      return values;
    }
  }

  private ContentTerm.Target target(double factor, int height, int width, int channels) {
    int size = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    return new ContentTerm.Target(factor, device.vector(size));
  }
}
