package org.stylestream.service.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.RunFailedException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which devices an engine has, one job at a time each. */
public final class ServedDevices {
  private static final String ALL = "all";

  @Option(
      names = "--device",
      paramLabel = "ID",
      split = ",",
      defaultValue = DeviceChoice.AUTO,
      description =
          "auto (the best there is; the others where its memory doesn't suffice), all that can be"
              + " used, or those that 'stylestream devices' lists, with commas: each does a job at a"
              + " time, with so many threads. Default: ${DEFAULT-VALUE}.")
  private List<String> devices;

  @Mixin private DeviceSettings settings;

  /** Open devices. */
  public record Opened(List<DeviceChain> chains) implements AutoCloseable {
    public Opened {
      chains = List.copyOf(chains);
    }

    @Override
    public void close() {
      chains.forEach(DeviceChain::close);
    }
  }

  /**
   * Opens them.
   *
   * @throws BadInputException if one that is named can't be used
   * @throws RunFailedException if there is none that can
   */
  public Opened open() {
    DeviceOptions options = BadInputException.refusing(settings::options);
    return devices.contains(ALL) ? all(options) : named(options);
  }

  private static Opened all(DeviceOptions options) {
    InstalledDevices installed = InstalledDevices.find();
    List<DeviceChain> chains = new ArrayList<>();
    for (String id : installed.distinctIds()) {
      try {
        Device device = installed.open(id, options);
        chains.add(DeviceChain.of(device));
      } catch (DeviceUnavailableException e) {
        // The others do.
      }
    }
    if (chains.isEmpty()) {
      throw new RunFailedException("no device can be used; 'stylestream devices' says why");
    }
    return new Opened(chains);
  }

  private Opened named(DeviceOptions options) {
    List<DeviceChain> chains = new ArrayList<>();
    try {
      for (String id : devices.stream().distinct().toList()) {
        chains.add(BadInputException.refusing(() -> DeviceChoice.open(id, options)));
      }
      return new Opened(chains);
    } catch (RuntimeException e) {
      chains.forEach(DeviceChain::close);
      throw e;
    }
  }
}
