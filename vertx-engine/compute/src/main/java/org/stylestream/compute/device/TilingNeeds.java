package org.stylestream.compute.device;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What something takes of a device's memory with each of its tilings.
 *
 * @param tilings of the device, the fastest first
 * @param bytes from above, with a tiling; {@link Long#MAX_VALUE} if it can't be
 */
public record TilingNeeds(List<Tiling> tilings, ToLongFunction<Tiling> bytes) {
  public TilingNeeds {
    tilings = List.copyOf(tilings);
  }

  /** Bytes with the tiling that takes least. */
  public long least() {
    return tilings.stream().mapToLong(bytes).min().orElseThrow();
  }

  /** The fastest tiling that takes at most so many bytes; else the last. */
  public Tiling fitting(long memory) {
    return tilings.stream()
        .filter(tiling -> bytes.applyAsLong(tiling) <= memory)
        .findFirst()
        .orElse(tilings.get(tilings.size() - 1));
  }

  /** The fastest tiling that takes less than this one, if there is one. */
  public Optional<Tiling> tighter(Tiling than) {
    long taken = bytes.applyAsLong(than);
    return tilings.stream().filter(tiling -> bytes.applyAsLong(tiling) < taken).findFirst();
  }

  /** The sum of two amounts of bytes, of which either may be {@link Long#MAX_VALUE}. */
  public static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
