package org.stylestream.compute.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;

/**
 * The CUDA device on the host: {@code cuda-on-host} with a library that convolves, {@code
 * cuda-on-host-kernels} with the device's own kernel alone.
 */
public final class HostCudaDeviceProvider implements DeviceProvider {
  static final String LIBRARY = "cuda-on-host";
  static final String KERNELS = "cuda-on-host-kernels";
  static final long MEMORY_BYTES = 2L << 30;

  @Override
  public List<String> ids() {
    return List.of(LIBRARY, KERNELS);
  }

  @Override
  public int rank() {
    return -100;
  }

  @Override
  public Device open(String id, DeviceOptions options) {
    return open(id, new HostGpu(id.equals(LIBRARY), MEMORY_BYTES));
  }

  /** On a GPU of the test's. */
  static CudaDevice open(String id, HostGpu gpu) {
    HostKernels.missing().ifPresent(reason -> assumeTrue(false, reason));
    return new CudaDevice(new DeviceDescription(id, "the host", MEMORY_BYTES), gpu, false);
  }
}
