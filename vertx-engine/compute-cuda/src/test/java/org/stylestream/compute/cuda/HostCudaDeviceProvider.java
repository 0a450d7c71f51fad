package org.stylestream.compute.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.cuda.nvidia.HostLibraries;
import org.stylestream.compute.cuda.nvidia.NvidiaGpu;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.Precision;

/**
 * The CUDA device on the host: {@code cuda-on-host} with a library that convolves, {@code
 * cuda-on-host-kernels} with the device's own kernel alone, {@code cuda-on-host-libraries} as it
 * is, on what stands in for CUDA's libraries.
 */
public final class HostCudaDeviceProvider implements DeviceProvider {
  static final String LIBRARY = "cuda-on-host";
  static final String KERNELS = "cuda-on-host-kernels";
  static final String LIBRARIES = "cuda-on-host-libraries";
  static final long MEMORY_BYTES = 2L << 30;

  @Override
  public List<String> ids() {
    return List.of(LIBRARY, KERNELS, LIBRARIES);
  }

  @Override
  public int rank() {
    return -100;
  }

  @Override
  public Device open(String id, DeviceOptions options) {
    if (id.equals(LIBRARIES)) {
      assume(HostLibraries.missing());
      return new CudaDevice(description(id), NvidiaGpu.open(0, Precision.FP32), false);
    }
    return open(id, new HostGpu(id.equals(LIBRARY), MEMORY_BYTES), false);
  }

  /** On a GPU of the test's. */
  static CudaDevice open(String id, HostGpu gpu, boolean deterministic) {
    assume(HostKernels.missing());
    return new CudaDevice(description(id), gpu, deterministic);
  }

  private static DeviceDescription description(String id) {
    return new DeviceDescription(id, "the host", MEMORY_BYTES);
  }

  private static void assume(Optional<String> missing) {
    missing.ifPresent(reason -> assumeTrue(false, reason));
  }
}
