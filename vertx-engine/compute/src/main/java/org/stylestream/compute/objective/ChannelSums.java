package org.stylestream.compute.objective;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;

/** ΣF and ΣF·Fᵀ over the positions of a feature map, which may come band by band. */
final class ChannelSums implements AutoCloseable {
  private final Vector sums;
  private final Vector gram;
  private final float[] hostSums;
  private final float[] hostGram;

  ChannelSums(Device device, int channels) {
    List<Vector> vectors = device.vectors(channels, channels * channels);
    sums = vectors.get(0);
    gram = vectors.get(1);
    hostSums = new float[channels];
    hostGram = new float[channels * channels];
  }

  void clear() {
    sums.fill(0);
    gram.fill(0);
  }

  /**
   * Adds those of a band.
   *
   * @param weights what the positions of the whole map count; empty: all alike
   */
  void observe(FeatureMap features, Optional<Vector> weights) {
    if (weights.isEmpty()) {
      features.addChannelSums(sums);
      features.addGram(gram);
      return;
    }
    features.addChannelSums(weights.get(), sums);
    features.addGram(weights.get(), gram);
  }

  /** Adds factor times the sums to moments. */
  FeatureMoments addTo(FeatureMoments moments, double factor) {
    sums.read(hostSums);
    gram.read(hostGram);
    return moments.add(factor, hostSums, hostGram);
  }

  @Override
  public void close() {
    sums.close();
    gram.close();
  }
}
