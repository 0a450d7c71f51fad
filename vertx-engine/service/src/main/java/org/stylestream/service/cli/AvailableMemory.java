package org.stylestream.service.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.compute.transfer.StyleTransferJob;

/** How much memory a run may take, beside what its pictures and weights hold already. */
final class AvailableMemory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";

  private AvailableMemory() {}

  /** In bytes: the least of what the device, the JVM and the machine have. */
  static long bytes(DeviceDescription device, NetworkWeights weights, StyleTransferJob job) {
    Runtime runtime = Runtime.getRuntime();
    long held = weights(weights) + pictures(job);
    long jvm = runtime.maxMemory() - held;
    long machine = machine() + runtime.totalMemory() - held;
    return Math.max(0, Math.min(device.memoryBytes(), Math.min(jvm, machine)));
  }

  private static long weights(NetworkWeights weights) {
    return Stream.concat(weights.kernels().stream(), weights.biases().stream())
        .mapToLong(values -> (long) values.length * Float.BYTES)
        .sum();
  }

  private static long pictures(StyleTransferJob job) {
    Stream<Image> inputs =
        Stream.concat(job.initial().stream(), job.styles().stream().map(StyleImage::image));
    return Stream.concat(Stream.of(job.content()), inputs)
        .mapToLong(image -> (long) image.pixels().length * Float.BYTES)
        .sum();
  }

  /** What Linux could give without swapping; elsewhere the JVM's own limit has to do. */
  private static long machine() {
    if (!Files.isReadable(MEMINFO)) {
      return Long.MAX_VALUE / 2;
    }
    try {
      List<String> lines = Files.readAllLines(MEMINFO);
      return lines.stream()
          .filter(line -> line.startsWith(AVAILABLE))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(Long.MAX_VALUE / 2);
    } catch (IOException e) {
      return Long.MAX_VALUE / 2;
    }
  }
}
