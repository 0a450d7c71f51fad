package org.stylestream.service.cli.option;

import java.util.Optional;
import java.util.OptionalLong;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.MemorySize;
import picocli.CommandLine.Option;

/** How devices are opened. */
public final class DeviceSettings {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Worker threads. The result doesn't depend on it. Default: all that the machine offers.")
  private Optional<Integer> threads;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "Memory that a run may take, as 900m or 4g: large pictures are worked on in bands, so that"
              + " they fit. Default: what there is.")
  private Optional<String> memory;

  /**
   * The settings.
   *
   * @throws IllegalArgumentException if they can't be
   */
  DeviceOptions options() {
    int workers = threads.orElseGet(() -> DeviceOptions.defaults().threads());
    return new DeviceOptions(
        workers,
        memory.map(DeviceSettings::bytes).map(OptionalLong::of).orElse(OptionalLong.empty()));
  }

  private static long bytes(String text) {
    try {
      return MemorySize.parse(text).bytes();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--memory is '%s'; %s".formatted(text, e.getMessage()), e);
    }
  }
}
