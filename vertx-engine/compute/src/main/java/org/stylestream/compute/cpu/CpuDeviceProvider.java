package org.stylestream.compute.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.device.DeviceUnavailableException;

/**
 * Opens the processor as a device, with the best kernels that the JVM has or with the plain ones.
 */
public final class CpuDeviceProvider implements DeviceProvider {
  private static final String BEST = "cpu";
  private static final String PLAIN = "cpu-plain";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VECTOR_KERNELS = "org.stylestream.compute.cpu.vector.VectorKernels";

  @Override
  public List<String> ids() {
    return List.of(BEST, PLAIN);
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Device open(String id, DeviceOptions options) {
    boolean fused = fusesMultiplyAdd();
    Kernels kernels =
        switch (id) {
          case BEST -> vectorKernels(fused).orElseGet(() -> new PlainKernels(fused));
          case PLAIN -> new PlainKernels(fused);
          default ->
              throw new DeviceUnavailableException(
                  "there is no CPU device named %s; there are %s and %s"
                      .formatted(id, BEST, PLAIN));
        };
    return new CpuDevice(id, Processor.name(), kernels, options);
  }

  /** Whether the JVM multiplies and adds in one instruction; without, fused kernels crawl. */
  private static boolean fusesMultiplyAdd() {
    try {
      var bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return bean == null || !bean.getVMOption("UseFMA").getValue().equals("false");
    } catch (IllegalArgumentException e) {
      return true; // A JVM without the flag: OpenJ9 and others fuse where the machine does.
    }
  }

  /** The kernels on the Vector API, if the JVM was started with its module. */
  private static Optional<Kernels> vectorKernels(boolean fused) {
    if (!fused || ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return Optional.empty();
    }
    try {
      // By reflection, as the class can't even be linked where the module is missing.
      Object kernels = Class.forName(VECTOR_KERNELS).getConstructor().newInstance();
      return Optional.of((Kernels) kernels);
    } catch (InvocationTargetException | ExceptionInInitializerError e) {
      throw new DeviceUnavailableException(e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernels are missing from this build", e);
    }
  }
}
