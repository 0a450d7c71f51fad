package org.stylestream.compute.device;

/**
 * How a device is opened.
 *
 * @param threads worker threads on the host, at least 1
 */
public record DeviceOptions(int threads) {
  public DeviceOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; it must be at least 1");
    }
  }

  /** As many threads as the machine offers this process. */
  public static DeviceOptions defaults() {
    return new DeviceOptions(Runtime.getRuntime().availableProcessors());
  }
}
