package org.stylestream.service.engine;

import java.util.List;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.InstalledDevices;

/**
 * Devices for the command line that run out of memory after eight evaluations: with whole maps, or
 * with any.
 */
public final class ScarceDeviceProvider implements DeviceProvider {
  private static final String WHOLE = "scarce";
  private static final String ANY = "scarce-anyway";

  @Override
  public List<String> ids() {
    return List.of(WHOLE, ANY);
  }

  @Override
  public int rank() {
    return -100;
  }

  @Override
  public Device open(String id, DeviceOptions options) {
    return ScarceDevice.of(
        InstalledDevices.find().open("cpu", options),
        id,
        id.equals(WHOLE) ? ScarceDevice.forWhole(8) : ScarceDevice.forAny(8));
  }
}
