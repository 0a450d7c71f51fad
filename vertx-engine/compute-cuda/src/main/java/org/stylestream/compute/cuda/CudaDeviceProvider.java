package org.stylestream.compute.cuda;

import java.util.List;
import org.stylestream.compute.cuda.nvidia.NvidiaGpu;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.OutOfDeviceMemoryException;

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
    if (!id.equals(ID)) {
      throw new DeviceUnavailableException(
          "there is no CUDA device named %s; there is %s".formatted(id, ID));
    }
    try {
      return open(NvidiaGpu.open(options.precision()), options);
    } catch (GpuFailedException | OutOfDeviceMemoryException | UnsupportedOperationException e) {
      throw new DeviceUnavailableException("the device cuda can't be used: " + e.getMessage(), e);
    }
  }

  private static Device open(Gpu gpu, DeviceOptions options) {
    try {
      return new CudaDevice(description(gpu.description(), options), gpu, options.deterministic());
    } catch (RuntimeException | Error e) {
      gpu.close();
      throw e;
    }
  }

  private static DeviceDescription description(Gpu.Description gpu, DeviceOptions options) {
    String name =
        "%s, compute capability %d.%d, %s%s"
            .formatted(
                gpu.name(),
                gpu.capability() / 10,
                gpu.capability() % 10,
                options.precision(),
                options.deterministic() ? ", deterministic" : "");
    long memory = gpu.memoryBytes();
    return new DeviceDescription(ID, name, Math.min(memory, options.memoryBytes().orElse(memory)));
  }
}
