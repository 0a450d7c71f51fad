package org.stylestream.compute.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.Precision;
import org.stylestream.compute.network.KerasWeightsReader;
import org.stylestream.compute.network.NetworkWeights;

/** Opens the devices that are tested: those that a property names, else every one there is. */
public final class TestDevices {
  private static final String PROPERTY = "stylestream.test.devices";

  /** {@code FP32}, which tests are made for, or what a device has beside it. */
  private static final String PRECISION = "stylestream.test.precision";

  private TestDevices() {}

  /** Their ids. */
  public static Stream<String> ids() {
    String named = System.getProperty(PROPERTY);
    return named == null
        ? providers().flatMap(provider -> provider.ids().stream())
        : Stream.of(named.split(","));
  }

  private static Stream<DeviceProvider> providers() {
    return ServiceLoader.load(DeviceProvider.class).stream().map(ServiceLoader.Provider::get);
  }

  public static Map<String, Device> openAll() {
    Map<String, Device> devices = new LinkedHashMap<>();
    ids().forEach(id -> devices.put(id, open(id)));
    return devices;
  }

  /** Opens one device. */
  public static Device open(String id) {
    return open(id, DeviceOptions.defaults().threads());
  }

  /** Opens one device with so many threads. */
  public static Device open(String id, int threads) {
    return providers()
        .filter(provider -> provider.ids().contains(id))
        .findFirst()
        .orElseThrow()
        .open(id, new DeviceOptions(threads, OptionalLong.empty(), precision(), false));
  }

  private static Precision precision() {
    return Precision.valueOf(System.getProperty(PRECISION, Precision.FP32.name()));
  }

  /** What a comparison with recorded values tolerates, given what it does of float32. */
  public static double tolerance(double float32) {
    return precision() == Precision.FP32 ? float32 : Math.max(10 * float32, 1e-2);
  }

  public static NetworkWeights weights(Goldens goldens) {
    try {
      return KerasWeightsReader.read(goldens.weights(), goldens.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
