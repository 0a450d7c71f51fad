package org.stylestream.compute.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledDevicesTest {
  private final InstalledDevices devices = InstalledDevices.find();
  private final DeviceOptions options = new DeviceOptions(1);

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cpu:0"})
  void anOnlyDeviceOfItsKindIsItsNumberZero(String id) {
    try (Device device = devices.open(id, options)) {
      assertThat(device.description().id()).isEqualTo("cpu");
    }
  }

  @Test
  void whatIsNotThereIsSaidWithWhatIs() {
    assertThatThrownBy(() -> devices.open("cpu:1", options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no device 'cpu:1'")
        .hasMessageContaining("cpu-plain");
  }

  @ParameterizedTest
  @CsvSource({"nd4j, --with-nd4j", "cuda, --with-cuda", "cuda:1, --with-cuda"})
  void whatCanBeAddedIsSaidWithHow(String id, String how) {
    assertThatThrownBy(() -> devices.open(id, options))
        .isInstanceOf(DeviceUnavailableException.class)
        .hasMessageContaining(how);
  }
}
