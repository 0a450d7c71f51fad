package org.stylestream.service.cli.option;

import java.util.Optional;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.InstalledDevices;
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

  /** Opens the device. */
  public Device open() {
    return BadInputException.refusing(() -> open(options()));
  }

  private DeviceOptions options() {
    return threads.isPresent() ? new DeviceOptions(threads.get()) : DeviceOptions.defaults();
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
