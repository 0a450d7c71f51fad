package org.stylestream.protocol.message;

import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/**
 * A device of an engine.
 *
 * @param id what it is chosen by
 * @param name what is really used: processor, threads, kernels
 * @param memoryBytes that tensors may take
 */
@Meaning("A device of an engine.")
public record DeviceFacts(
    @Meaning("What it is chosen by, as cpu.") String id,
    @Meaning("What is really used: processor, threads, kernels.") String name,
    @Meaning("Memory that tensors may take on it, in bytes.") @Range(min = 0, max = 9e15)
        long memoryBytes) {
  /**
   * Whether the device is one that was asked for.
   *
   * @param wish its id, or what comes before a colon in it
   */
  public boolean isMeantBy(String wish) {
    return id.equals(wish) || id.startsWith(wish + ":");
  }
}
