package org.stylestream.service.cli.option;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.DeviceUnavailableException;
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
          "auto (the best there is), cpu, or cpu-plain (without the Vector API). Default: ${DEFAULT-VALUE}.")
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
    List<DeviceProvider> providers =
        ServiceLoader.load(DeviceProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(DeviceProvider::rank).reversed())
            .toList();
    return device.equals(AUTO) ? best(providers, options) : named(providers, options);
  }

  private Device best(List<DeviceProvider> providers, DeviceOptions options) {
    Optional<DeviceUnavailableException> last = Optional.empty();
    for (DeviceProvider provider : providers) {
      try {
        return provider.open(provider.ids().get(0), options);
      } catch (DeviceUnavailableException e) {
        last = Optional.of(e);
      }
    }
    throw new RunFailedException(
        "no device can be used: "
            + last.map(Throwable::getMessage).orElse("this installation has none"),
        last.orElse(null));
  }

  private Device named(List<DeviceProvider> providers, DeviceOptions options) {
    for (DeviceProvider provider : providers) {
      if (provider.ids().contains(device)) {
        try {
          return provider.open(device, options);
        } catch (DeviceUnavailableException e) {
          throw new BadInputException(e.getMessage(), e);
        }
      }
    }
    throw new BadInputException(
        "there is no device '%s'; there are %s, %s"
            .formatted(
                device,
                AUTO,
                providers.stream()
                    .flatMap(provider -> provider.ids().stream())
                    .collect(Collectors.joining(", "))));
  }
}
