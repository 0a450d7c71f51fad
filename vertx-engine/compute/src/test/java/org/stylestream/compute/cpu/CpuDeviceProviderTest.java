package org.stylestream.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.DeviceUnavailableException;

class CpuDeviceProviderTest {
  @Test
  void theServiceLoaderFindsIt() {
    assertThat(ServiceLoader.load(DeviceProvider.class))
        .anySatisfy(provider -> assertThat(provider.ids()).containsExactly("cpu", "cpu-plain"));
  }

  @Test
  void theDescriptionNamesThreadsAndKernels() {
    try (Device best = new CpuDeviceProvider().open("cpu", new DeviceOptions(3));
        Device plain = new CpuDeviceProvider().open("cpu-plain", new DeviceOptions(1))) {
      assertThat(best.description().name())
          .contains(", 3 threads, ")
          .containsPattern("Vector API with (4|8|16) lanes");
      assertThat(plain.description().id()).isEqualTo("cpu-plain");
      assertThat(plain.description().name()).endsWith(", 1 thread, plain Java kernels");
      assertThat(plain.description().memoryBytes()).isPositive();
    }
  }

  @Test
  void anUnknownIdIsRefused() {
    assertThatThrownBy(() -> new CpuDeviceProvider().open("gpu", new DeviceOptions(1)))
        .isInstanceOf(DeviceUnavailableException.class)
        .hasMessageContaining("gpu")
        .hasMessageContaining("cpu-plain");
  }
}
