package org.stylestream.compute.nd4j;

import java.util.List;
import java.util.ServiceLoader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.DeviceUnavailableException;

/**
 * Opens ND4J as a device: {@code nd4j} on the processor or {@code nd4j-cuda} on a GPU, as the one
 * backend has it that the installation brings.
 */
public final class Nd4jDeviceProvider implements DeviceProvider {
  private static final String CPU = "nd4j";
  private static final String CUDA = "nd4j-cuda";

  /** Loads CUDA's runtime library, and with it the driver's. */
  private static final String CUDA_RUNTIME = "org.bytedeco.cuda.global.cudart";

  /** Hopper: the first compute capability without kernels. */
  private static final int NEWER = 9;

  private final boolean cuda =
      ServiceLoader.load(Nd4jBackend.class).stream()
          .anyMatch(backend -> backend.type().getName().contains(".jcublas."));

  @Override
  public List<String> ids() {
    return List.of(cuda ? CUDA : CPU);
  }

  /** A GPU before our own kernels on the processor, and those before ND4J's. */
  @Override
  public int rank() {
    return cuda ? 10 : -10;
  }

  @Override
  public Device open(String id, DeviceOptions options) {
    if (!ids().contains(id)) {
      throw new DeviceUnavailableException(
          "there is no ND4J device named %s here; there is %s".formatted(id, ids().get(0)));
    }
    start();
    refuseNewer();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(options.threads());
    return new Nd4jDevice(new DeviceDescription(id, name(options), Pointer.maxBytes()));
  }

  private String name(DeviceOptions options) {
    return "ND4J on %s, %d %s"
        .formatted(
            cuda ? "CUDA" : "oneDNN and OpenBLAS",
            options.threads(),
            options.threads() == 1 ? "thread" : "threads");
  }

  /** Has ND4J load its natives, which it tries once in a process. */
  private void start() {
    try {
      if (cuda) {
        // Where that fails, ND4J would print a trace before it throws.
        Class.forName(CUDA_RUNTIME);
      }
      Nd4j.getExecutioner();
    } catch (LinkageError | ClassNotFoundException | RuntimeException e) {
      throw new DeviceUnavailableException(reason(), e);
    }
  }

  /** ND4J's kernels are machine code for some GPUs, which others can't read. */
  private void refuseNewer() {
    int major = cuda ? NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceMajor(0) : 0;
    if (major >= NEWER) {
      throw new DeviceUnavailableException(
          "the device nd4j-cuda can't be used: the GPU is of compute capability %d, and ND4J's kernels end at 8.9; take --device cpu"
              .formatted(major));
    }
  }

  private String reason() {
    return cuda
        ? "the device nd4j-cuda can't be used: it needs an NVIDIA GPU of compute capability 3.7 to"
            + " 8.9 with its driver, CUDA 11.6 and cuDNN 8.3; take --device cpu, or install those"
        : "the device nd4j can't be used: ND4J's natives for this system or processor are missing"
            + " (they need AVX2); take --device cpu";
  }
}
