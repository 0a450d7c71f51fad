package org.stylestream.compute.device;

/**
 * Runs images of one size through a network. A tapped layer is shown to the visitor whole or band
 * by band: a visitor sums over what it is shown.
 */
public interface FeaturePass extends AutoCloseable {
  /** Sees the feature map of a tapped layer, or a band of it. */
  @FunctionalInterface
  interface Observer {
    void observe(String layer, FeatureMap features);
  }

  /** Adds the gradient of a tapped layer, or of a band of it. */
  @FunctionalInterface
  interface PullBack {
    void pullBack(String layer, FeatureMap features, FeatureGradient gradient);
  }

  /**
   * Runs the image forward and shows the tapped layers, from the image upwards.
   *
   * @throws CancelledException soon after a cancel was requested; the pass can be used again
   */
  void forward(Vector image, Observer observer, Cancellation cancellation);

  /**
   * Pulls gradients back to the image that was last run forward, which still has the same pixels;
   * once after each {@link #forward}.
   *
   * @param gradient height × width × 3, with respect to pixels on 0–255; the network's gradient is
   *     added to it
   * @throws CancelledException soon after a cancel was requested; the pass can be used again
   */
  void backward(PullBack pullBack, Vector gradient, Cancellation cancellation);

  @Override
  void close();
}
