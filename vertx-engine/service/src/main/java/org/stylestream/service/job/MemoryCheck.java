package org.stylestream.service.job;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.message.Fault;

/**
 * Refuses a job that can't fit into memory, before it begins.
 *
 * @param size at which it was asked for
 * @param needed bytes, with {@code size}
 * @param neededAt bytes, by the long side of the size
 * @param neededWith bytes, by the correction pairs that L-BFGS keeps; {@link Long#MAX_VALUE} where
 *     that changes nothing
 */
public record MemoryCheck(
    SizeRule.Size size, long needed, IntToLongFunction neededAt, IntToLongFunction neededWith) {
  /**
   * With fewer correction pairs L-BFGS hardly deserves its name (Nocedal and Wright, section 7.2).
   */
  private static final int LEAST_PAIRS = 3;

  /** Most pairs that make sense to advise. */
  private static final int MOST_PAIRS = 10;

  private static final double GIGABYTE = 1e9;

  /** That of an optimisation. */
  public static MemoryCheck of(Optimization optimization, Device device, NetworkTopology topology) {
    return new MemoryCheck(
        optimization.size(),
        optimization.memoryNeeded(device, topology),
        side -> optimization.at(new SizeRule.LongSide(side)).memoryNeeded(device, topology),
        pairs ->
            optimization
                .withPairs(pairs)
                .map(fewer -> fewer.memoryNeeded(device, topology))
                .orElse(Long.MAX_VALUE));
  }

  /**
   * Refuses what has no room on any of some devices.
   *
   * @param requireRoom checks one device
   * @throws JobFaultException of the first, if all refuse
   */
  public static void requireAny(DeviceChain devices, Consumer<Device> requireRoom) {
    try {
      requireRoom.accept(devices.first());
    } catch (JobFaultException e) {
      boolean fits = false;
      Optional<Device> next = devices.at(1);
      for (int place = 2; !fits && next.isPresent(); place++) {
        fits = accepts(next.get(), requireRoom);
        next = devices.at(place);
      }
      if (!fits) {
        throw e;
      }
    }
  }

  private static boolean accepts(Device device, Consumer<Device> requireRoom) {
    try {
      requireRoom.accept(device);
      return true;
    } catch (JobFaultException e) {
      return false;
    }
  }

  /** One of something that isn't optimised. */
  public MemoryCheck(SizeRule.Size size, long needed, IntToLongFunction neededAt) {
    this(size, needed, neededAt, pairs -> Long.MAX_VALUE);
  }

  /**
   * Compares what is needed to what there is.
   *
   * @param available bytes that the run may take
   * @param names what the size is called
   * @throws JobFaultException that says what is needed, what there is, and which size would fit
   */
  public void require(long available, ChangeNames names) {
    if (needed <= available) {
      return;
    }
    throw JobFaultException.of(
        Fault.Code.TOO_LARGE,
        "%d×%d needs about %s of memory and %s can be had; %s"
            .formatted(
                size.width(),
                size.height(),
                words(needed),
                words(available),
                advice(available, Math.max(size.width(), size.height()), names)));
  }

  /** An amount of memory for people. */
  static String words(long bytes) {
    return bytes < GIGABYTE
        ? "%d MB".formatted(Math.round(bytes / 1e6))
        : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }

  private String advice(long available, int tooLong, ChangeNames names) {
    int fits = NetworkTopology.SMALLEST_SIDE - 1;
    int tooMuch = tooLong;
    while (tooMuch - fits > 1) {
      int middle = (fits + tooMuch) >>> 1;
      if (neededAt.applyAsLong(middle) <= available) {
        fits = middle;
      } else {
        tooMuch = middle;
      }
    }
    return fits < NetworkTopology.SMALLEST_SIDE
        ? "give the program more, or take the network vgg19-lite"
        : fewerPairs(available, names) + "%s %d would fit".formatted(names.size(), fits);
  }

  private String fewerPairs(long available, ChangeNames names) {
    for (int pairs = MOST_PAIRS; pairs >= LEAST_PAIRS; pairs--) {
      if (neededWith.applyAsLong(pairs) <= available) {
        return "%s %d or ".formatted(names.memory(), pairs);
      }
    }
    return "";
  }
}
