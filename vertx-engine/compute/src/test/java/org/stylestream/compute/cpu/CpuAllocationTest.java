package org.stylestream.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.testing.Networks;

/**
 * No memory but the first evaluation's. In a JVM of its own: what was compiled for other tests
 * decides whether vectors become objects.
 */
@Tag("allocation")
class CpuAllocationTest {
  private static final int HEIGHT = 61;
  private static final int WIDTH = 83;
  private static final long TOLERATED_BYTES = 24_000;
  private static final int MOST_EVALUATIONS = 2000;

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cpu-plain"})
  void evaluationsAfterTheFirstAllocateNoBuffers(String id) {
    NetworkWeights weights = Networks.random("block3_conv2", 24, 40, 64, 0, 0);
    try (Device device = new CpuDeviceProvider().open(id, new DeviceOptions(3));
        CpuEvaluation evaluation = new CpuEvaluation(device, weights, HEIGHT, WIDTH)) {
      long least = Long.MAX_VALUE;
      // Until the kernels are compiled their vectors are objects.
      for (int i = 0; i < MOST_EVALUATIONS && least >= TOLERATED_BYTES; i++) {
        long before = allocated();
        evaluation.run();
        least = Math.min(least, allocated() - before);
      }
      assertThat(least).isLessThan(TOLERATED_BYTES);
    }
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] workers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(
                thread ->
                    thread == Thread.currentThread()
                        || thread.getName().startsWith("stylestream-cpu"))
            .mapToLong(Thread::getId)
            .toArray();
    return Arrays.stream(threads.getThreadAllocatedBytes(workers)).sum();
  }
}
