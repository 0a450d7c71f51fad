package org.stylestream.service.cli.option;

import java.util.Optional;
import java.util.OptionalLong;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.MemorySize;
import org.stylestream.compute.device.Precision;
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

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "tf32",
      description =
          "How a GPU multiplies: fp32, tf32 or fp16, the latter two on tensor cores; processors"
              + " always take fp32. Default: ${DEFAULT-VALUE}.")
  private String precision;

  @Option(
      names = "--deterministic",
      description =
          "Have equal runs give equal bits on a GPU too, where ways to compute are otherwise chosen"
              + " by measuring.")
  private boolean deterministic;

  /**
   * The settings.
   *
   * @throws IllegalArgumentException if they can't be
   */
  DeviceOptions options() {
    int workers = threads.orElseGet(() -> DeviceOptions.defaults().threads());
    return new DeviceOptions(
        workers,
        memory.map(DeviceSettings::bytes).map(OptionalLong::of).orElse(OptionalLong.empty()),
        precision(precision),
        deterministic);
  }

  private static Precision precision(String text) {
    return switch (text) {
      case "fp32" -> Precision.FP32;
      case "tf32" -> Precision.TF32;
      case "fp16" -> Precision.FP16;
      default ->
          throw new IllegalArgumentException(
              "--precision is '%s'; write fp32, tf32 or fp16".formatted(text));
    };
  }

  private static long bytes(String text) {
    try {
      return MemorySize.parse(text).bytes();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--memory is '%s'; %s".formatted(text, e.getMessage()), e);
    }
  }
}
