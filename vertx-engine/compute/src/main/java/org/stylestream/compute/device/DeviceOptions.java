package org.stylestream.compute.device;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a device is opened.
 *
 * @param threads worker threads on the host, at least 1
 * @param memoryBytes memory that a run may take on the device at most; empty: what there is
 * @param precision of products, on devices that have a choice
 * @param deterministic whether equal runs have to give equal bits even where it costs time; devices
 *     on processors do so anyway
 */
public record DeviceOptions(
    int threads, OptionalLong memoryBytes, Precision precision, boolean deterministic) {
  public DeviceOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; it must be at least 1");
    }
    if (memoryBytes.isPresent() && memoryBytes.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "memory is %d bytes; it must be at least 1".formatted(memoryBytes.getAsLong()));
    }
  }

  /** With the fast precision, and deterministic where that is free. */
  public DeviceOptions(int threads, OptionalLong memoryBytes) {
    this(threads, memoryBytes, Precision.TF32, false);
  }

  /** With so many threads, and the memory that there is. */
  public DeviceOptions(int threads) {
    this(threads, OptionalLong.empty());
  }

  /** As many threads as the machine offers this process, and so much memory, if it is limited. */
  public static DeviceOptions within(Optional<MemorySize> memory) {
    return new DeviceOptions(
        defaults().threads(),
        memory.map(size -> OptionalLong.of(size.bytes())).orElse(OptionalLong.empty()));
  }

  /** As many threads as the machine offers this process. */
  public static DeviceOptions defaults() {
    return new DeviceOptions(Runtime.getRuntime().availableProcessors());
  }
}
