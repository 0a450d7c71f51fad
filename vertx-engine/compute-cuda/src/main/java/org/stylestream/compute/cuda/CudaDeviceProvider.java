package org.stylestream.compute.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stylestream.compute.cuda.nvidia.NvidiaGpu;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.OutOfDeviceMemoryException;

/**
 * Opens the GPUs that CUDA shows: as the device {@code cuda}, or where there are several, as {@code
 * cuda:0}, {@code cuda:1} and so on.
 */
public final class CudaDeviceProvider implements DeviceProvider {
  private static final String ID = "cuda";

  /** The variable that leaves CUDA but some of the GPUs. */
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /** Where the driver has a folder for each GPU; to ask CUDA itself would mean to load it all. */
  private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");

  @Override
  public List<String> ids() {
    return ids(GPUS, Optional.ofNullable(System.getenv(VISIBLE)));
  }

  /**
   * The ids of the GPUs in a folder; where there is none, the one that says why.
   *
   * @param visible names of those that CUDA shows, with commas between them; empty for all
   */
  static List<String> ids(Path gpus, Optional<String> visible) {
    try (Stream<Path> found = Files.list(gpus)) {
      int all = (int) found.count();
      int count = Math.min(all, visible.map(names -> names.split(",").length).orElse(all));
      return count < 2
          ? List.of(ID)
          : IntStream.range(0, count).mapToObj(ordinal -> ID + ":" + ordinal).toList();
    } catch (IOException e) {
      return List.of(ID);
    }
  }

  /** Before processors, and before ND4J's backend for older GPUs. */
  @Override
  public int rank() {
    return 20;
  }

  @Override
  public Device open(String id, DeviceOptions options) {
    int ordinal = ids().indexOf(id);
    if (ordinal < 0) {
      throw new DeviceUnavailableException(
          "there is no CUDA device named %s; there is %s".formatted(id, String.join(", ", ids())));
    }
    try {
      return open(id, NvidiaGpu.open(ordinal, options.precision()), options);
    } catch (GpuFailedException | OutOfDeviceMemoryException | UnsupportedOperationException e) {
      throw new DeviceUnavailableException("the device cuda can't be used: " + e.getMessage(), e);
    }
  }

  private static Device open(String id, Gpu gpu, DeviceOptions options) {
    try {
      return new CudaDevice(
          description(id, gpu.description(), options), gpu, options.deterministic());
    } catch (RuntimeException | Error e) {
      gpu.close();
      throw e;
    }
  }

  private static DeviceDescription description(
      String id, Gpu.Description gpu, DeviceOptions options) {
    String name =
        "%s, compute capability %d.%d, %s%s"
            .formatted(
                gpu.name(),
                gpu.capability() / 10,
                gpu.capability() % 10,
                options.precision(),
                options.deterministic() ? ", deterministic" : "");
    long memory = gpu.memoryBytes();
    return new DeviceDescription(id, name, Math.min(memory, options.memoryBytes().orElse(memory)));
  }
}
