package org.stylestream.compute.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A device, and those that take over where a job runs out of memory on it. They are opened when
 * they are needed, and closed with the chain. Any thread may ask for them.
 */
public final class DeviceChain implements AutoCloseable {
  private final List<Device> opened = new ArrayList<>();
  private final List<Supplier<Device>> others;

  /**
   * A chain of an open device, which is closed with it.
   *
   * @param others open the devices that follow, or throw {@link DeviceUnavailableException}, in
   *     which case the next one is tried
   */
  public DeviceChain(Device first, List<Supplier<Device>> others) {
    opened.add(first);
    this.others = new ArrayList<>(others);
  }

  /** A device that none follows. */
  public static DeviceChain of(Device device) {
    return new DeviceChain(device, List.of());
  }

  /** The device that jobs begin on. */
  public synchronized Device first() {
    return opened.get(0);
  }

  /**
   * A device of the chain.
   *
   * @param place from 0
   * @return empty where the chain has ended
   */
  public synchronized Optional<Device> at(int place) {
    while (place >= opened.size() && !others.isEmpty()) {
      try {
        opened.add(others.remove(0).get());
      } catch (DeviceUnavailableException e) {
        // The one after it may do.
      }
    }
    return place < opened.size() ? Optional.of(opened.get(place)) : Optional.empty();
  }

  @Override
  public synchronized void close() {
    opened.forEach(Device::close);
    opened.clear();
  }
}
