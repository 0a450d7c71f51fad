package org.stylestream.compute.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.network.KerasWeightsReader;
import org.stylestream.compute.network.NetworkWeights;

/** Opens every device there is, by id. */
public final class TestDevices {
  private TestDevices() {}

  public static Map<String, Device> openAll() {
    Map<String, Device> devices = new LinkedHashMap<>();
    for (DeviceProvider provider : ServiceLoader.load(DeviceProvider.class)) {
      for (String id : provider.ids()) {
        devices.put(id, provider.open(id, DeviceOptions.defaults()));
      }
    }
    return devices;
  }

  /** Opens one device. */
  public static Device open(String id) {
    return ServiceLoader.load(DeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.ids().contains(id))
        .findFirst()
        .orElseThrow()
        .open(id, DeviceOptions.defaults());
  }

  public static NetworkWeights weights(Goldens goldens) {
    try {
      return KerasWeightsReader.read(goldens.weights(), goldens.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
