package org.stylestream.compute.device;

import java.util.List;

/** Finds the devices of one kind; registered with {@link java.util.ServiceLoader}. */
public interface DeviceProvider {
  /**
   * The ids of the devices that this provider can open, the best first, for example {@code cpu}.
   */
  List<String> ids();

  /**
   * How good a choice the provider's devices are where the user leaves it open: the highest wins.
   */
  int rank();

  /**
   * Opens a device.
   *
   * @param id one of {@link #ids()}
   * @throws DeviceUnavailableException with one sentence that says why and what would help
   */
  Device open(String id, DeviceOptions options);
}
