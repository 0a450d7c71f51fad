package org.stylestream.gpucheck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stylestream.compute.cuda.CudaDevice;
import org.stylestream.compute.cuda.CudaDeviceProvider;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.Precision;
import org.stylestream.compute.network.KerasWeightsReader;
import org.stylestream.compute.network.NetworkWeights;

/** Checks the device on CUDA on this machine's GPU, and measures it. */
public final class GpuCheck {
  private static final List<String> PARTS = List.of("conformance", "soak", "benchmark");
  private static final String VGG19 = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5";
  private static final int FAILED = 1;
  private static final int NO_GPU = 3;

  private GpuCheck() {}

  /**
   * Runs the parts that are named, or all. The process ends with 0 if all was right, 1 if not, 3 if
   * there is no GPU.
   */
  public static void main(String[] arguments) {
    List<String> parts = arguments.length == 0 ? PARTS : List.of(arguments);
    try (CudaDevice device = open(Precision.TF32)) {
      System.out.println(device.description().name());
    } catch (DeviceUnavailableException e) {
      System.err.println("no GPU found: " + e.getMessage());
      System.exit(NO_GPU);
    }
    boolean right = true;
    for (String part : parts) {
      right &= isRight(part);
    }
    System.exit(right ? 0 : FAILED);
  }

  private static boolean isRight(String part) {
    try {
      return run(part);
    } catch (IOException | RuntimeException | Error e) {
      System.out.printf("%s: failed: %s%n", part, e);
      e.printStackTrace();
      return false;
    }
  }

  private static boolean run(String part) throws IOException {
    if (part.equals("conformance")) {
      return Conformance.passes();
    }
    Optional<NetworkWeights> vgg19 = vgg19();
    if (vgg19.isEmpty()) {
      System.out.println(part + ": VGG19 is missing; unpack the data archive over the program's");
      return false;
    }
    return part.equals("soak")
        ? new Soak(vgg19.get()).passes()
        : new Benchmark(vgg19.get()).prints();
  }

  /** The first GPU's id. */
  static String device() {
    return new CudaDeviceProvider().ids().get(0);
  }

  static CudaDevice open(Precision precision) {
    return (CudaDevice)
        new CudaDeviceProvider()
            .open(device(), new DeviceOptions(1, OptionalLong.empty(), precision, false));
  }

  private static Optional<NetworkWeights> vgg19() throws IOException {
    String models = System.getenv("STYLESTREAM_MODELS");
    return models == null
        ? Optional.empty()
        : Optional.of(KerasWeightsReader.read(Path.of(models, VGG19), "vgg19"));
  }
}
