package org.stylestream.service.cli.option;

import java.util.Optional;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.RunFailedException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which device, and its opening. */
public final class DeviceChoice {
  static final String AUTO = "auto";

  @Option(
      names = "--device",
      paramLabel = "ID",
      defaultValue = AUTO,
      description =
          "auto (the best there is; the others where its memory doesn't suffice), cpu, cpu-plain"
              + " (without the Vector API), or another that 'stylestream devices' lists. Default:"
              + " ${DEFAULT-VALUE}.")
  private String device;

  @Mixin private DeviceSettings settings;

  /** Opens the device; those that follow it are opened when they are needed. */
  public DeviceChain open() {
    return BadInputException.refusing(() -> open(device, settings.options()));
  }

  /** The id that was asked for; empty where any device will do. */
  public Optional<String> wish() {
    return device.equals(AUTO) ? Optional.empty() : Optional.of(device);
  }

  static DeviceChain open(String device, DeviceOptions options) {
    InstalledDevices devices = InstalledDevices.find();
    return device.equals(AUTO) ? best(devices, options) : named(devices, device, options);
  }

  private static DeviceChain best(InstalledDevices devices, DeviceOptions options) {
    try {
      return devices.openBest(options);
    } catch (DeviceUnavailableException e) {
      throw new RunFailedException(e.getMessage(), e);
    }
  }

  private static DeviceChain named(InstalledDevices devices, String device, DeviceOptions options) {
    try {
      return DeviceChain.of(devices.open(device, options));
    } catch (DeviceUnavailableException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }
}
