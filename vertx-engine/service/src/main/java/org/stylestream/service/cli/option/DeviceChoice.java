package org.stylestream.service.cli.option;

import java.util.Optional;
import java.util.OptionalLong;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.compute.device.MemorySize;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.RunFailedException;
import picocli.CommandLine.Option;

/** Which device, and its opening. */
public final class DeviceChoice {
  private static final String AUTO = "auto";

  @Option(
      names = "--device",
      paramLabel = "ID",
      defaultValue = AUTO,
      description =
          "auto (the best there is), cpu, cpu-plain (without the Vector API), or another that"
              + " 'stylestream devices' lists. Default: ${DEFAULT-VALUE}.")
  private String device;

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

  /** Opens the device. */
  public Device open() {
    return BadInputException.refusing(() -> open(options()));
  }

  private DeviceOptions options() {
    int workers = threads.orElseGet(() -> DeviceOptions.defaults().threads());
    return new DeviceOptions(
        workers,
        memory.map(DeviceChoice::bytes).map(OptionalLong::of).orElse(OptionalLong.empty()));
  }

  private static long bytes(String text) {
    try {
      return MemorySize.parse(text).bytes();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--memory is '%s'; %s".formatted(text, e.getMessage()), e);
    }
  }

  private Device open(DeviceOptions options) {
    InstalledDevices devices = InstalledDevices.find();
    return device.equals(AUTO) ? best(devices, options) : named(devices, options);
  }

  private static Device best(InstalledDevices devices, DeviceOptions options) {
    try {
      return devices.openBest(options);
    } catch (DeviceUnavailableException e) {
      throw new RunFailedException(e.getMessage(), e);
    }
  }

  private Device named(InstalledDevices devices, DeviceOptions options) {
    try {
      return devices.open(device, options);
    } catch (DeviceUnavailableException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }
}
