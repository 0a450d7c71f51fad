package org.stylestream.compute.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
   * Opens the best device that can be used; those of the providers after it follow.
   *
   * @throws DeviceUnavailableException if there is none
   */
  public DeviceChain openBest(DeviceOptions options) {
    Optional<DeviceUnavailableException> last = Optional.empty();
    for (int i = 0; i < providers.size(); i++) {
      try {
        return new DeviceChain(openFirst(providers.get(i), options), others(i + 1, options));
      } catch (DeviceUnavailableException e) {
        last = Optional.of(e);
      }
    }
    throw new DeviceUnavailableException(
        "no device can be used: "
            + last.map(Throwable::getMessage).orElse("this installation has none"),
        last.orElse(null));
  }

  private List<Supplier<Device>> others(int from, DeviceOptions options) {
    return providers.subList(from, providers.size()).stream()
        .<Supplier<Device>>map(provider -> () -> openFirst(provider, options))
        .toList();
  }

  private static Device openFirst(DeviceProvider provider, DeviceOptions options) {
    return provider.open(provider.ids().get(0), options);
  }

  /**
   * The ids of all devices, the best first, without the variants of one: of a provider's, its first
   * and those that differ from it in what follows a colon.
   */
  public List<String> distinctIds() {
    return providers.stream()
        .flatMap(provider -> provider.ids().stream().filter(sameKind(kind(provider.ids().get(0)))))
        .toList();
  }

  private static Predicate<String> sameKind(String kind) {
    return id -> kind(id).equals(kind);
  }

  private static String kind(String id) {
    return id.split(":", 2)[0];
  }

  /**
   * Opens a device by its id, or the first whose id begins with it and a colon; an only one of its
   * kind is number 0 as well.
   *
   * @throws IllegalArgumentException if there is none of that id, with a sentence that lists them
   * @throws DeviceUnavailableException if it can't be used
   */
  public Device open(String id, DeviceOptions options) {
    for (DeviceProvider provider : providers) {
      for (String offered : provider.ids()) {
        if (isMeant(offered, id)) {
          return provider.open(offered, options);
        }
      }
    }
    throw AddedDevice.find(id)
        .<RuntimeException>map(added -> new DeviceUnavailableException(added.howToGet()))
        .orElseGet(() -> new IllegalArgumentException(unknown(id)));
  }

  private static boolean isMeant(String offered, String id) {
    return offered.equals(id) || offered.startsWith(id + ":") || id.equals(offered + ":0");
  }

  /** What becomes of opening each device, the best first, and then those that could be added. */
  public List<DeviceReport> reports(DeviceOptions options) {
    List<DeviceReport> reports = new ArrayList<>();
    for (DeviceProvider provider : providers) {
      provider.ids().forEach(id -> reports.add(report(provider, id, options)));
    }
    for (AddedDevice added : AddedDevice.values()) {
      if (reports.stream().noneMatch(report -> kind(report.id()).equals(added.id()))) {
        reports.add(new DeviceReport(added.id(), false, added.howToGet()));
      }
    }
    return reports;
  }

  private static DeviceReport report(DeviceProvider provider, String id, DeviceOptions options) {
    try (Device device = provider.open(id, options)) {
      return new DeviceReport(id, true, device.description().name());
    } catch (DeviceUnavailableException e) {
      return new DeviceReport(id, false, e.getMessage());
    }
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
