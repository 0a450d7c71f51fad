package org.stylestream.compute.device;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The devices that this installation has, as {@link ServiceLoader} finds their providers. */
public final class InstalledDevices {
  private final List<DeviceProvider> providers;

  private InstalledDevices(List<DeviceProvider> providers) {
    this.providers = providers;
  }

  /** Looks for providers, whatever class loader the thread has. */
  public static InstalledDevices find() {
    return new InstalledDevices(
        ServiceLoader.load(DeviceProvider.class, DeviceProvider.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(DeviceProvider::rank).reversed())
            .toList());
  }

  /**
   * Opens the best device that can be used.
   *
   * @throws DeviceUnavailableException if there is none
   */
  public Device openBest(DeviceOptions options) {
    Optional<DeviceUnavailableException> last = Optional.empty();
    for (DeviceProvider provider : providers) {
      try {
        return provider.open(provider.ids().get(0), options);
      } catch (DeviceUnavailableException e) {
        last = Optional.of(e);
      }
    }
    throw new DeviceUnavailableException(
        "no device can be used: "
            + last.map(Throwable::getMessage).orElse("this installation has none"),
        last.orElse(null));
  }

  /**
   * Opens a device by its id.
   *
   * @throws IllegalArgumentException if there is none of that id, with a sentence that lists them
   * @throws DeviceUnavailableException if it can't be used
   */
  public Device open(String id, DeviceOptions options) {
    return providers.stream()
        .filter(provider -> provider.ids().contains(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(id)))
        .open(id, options);
  }

  private String unknown(String id) {
    return "there is no device '%s'; there are auto, %s"
        .formatted(
            id,
            providers.stream()
                .flatMap(provider -> provider.ids().stream())
                .collect(Collectors.joining(", ")));
  }
}
