package org.stylestream.service.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.protocol.job.JobRequest;

/** How much memory a run may take, in bytes. */
public final class AvailableMemory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";

  private AvailableMemory() {}

  /** What the device and the JVM have, however busy the machine is. */
  public static long atMost(DeviceDescription device, NetworkWeights weights) {
    return Math.max(
        0, Math.min(device.memoryBytes(), Runtime.getRuntime().maxMemory() - bytes(weights)));
  }

  /**
   * What there is now: the least of what the device, the JVM and the machine have.
   *
   * @param pictures bytes that the job's pictures hold already
   */
  public static long now(DeviceDescription device, NetworkWeights weights, long pictures) {
    Runtime runtime = Runtime.getRuntime();
    long held = bytes(weights) + pictures;
    long machine = machine() + runtime.totalMemory() - held;
    return Math.max(0, Math.min(atMost(device, weights) - pictures, machine));
  }

  /** What the pictures of a request take where they are worked with, in bytes. */
  public static long pictures(JobRequest request) {
    return request.images().stream()
        .mapToLong(image -> (long) image.height() * image.width() * Image.CHANNELS * Float.BYTES)
        .sum();
  }

  private static long bytes(NetworkWeights weights) {
    return Stream.concat(weights.kernels().stream(), weights.biases().stream())
        .mapToLong(values -> (long) values.length * Float.BYTES)
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
