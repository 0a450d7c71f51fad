package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What this process holds, garbage aside.
 *
 * @param heap bytes
 * @param direct bytes outside the heap, the JDK's and Netty's
 * @param threads that live
 * @param files that are open, sockets too; 0 where the system doesn't tell
 */
record Holdings(long heap, long direct, long threads, long files) {
  private static final long MEBIBYTE = 1 << 20;

  /** What it holds now; garbage is collected first. */
  static Holdings now() {
    System.gc();
    return new Holdings(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        directBytes(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        openFiles());
  }

  private static long directBytes() {
    long jdk =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return jdk + Math.max(0, PlatformDependent.usedDirectMemory());
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  /** The median of each. */
  static Holdings median(List<Holdings> several) {
    return new Holdings(
        median(several, Holdings::heap),
        median(several, Holdings::direct),
        median(several, Holdings::threads),
        median(several, Holdings::files));
  }

  private static long median(List<Holdings> several, ToLongFunction<Holdings> value) {
    return several.stream()
        .mapToLong(value)
        .boxed()
        .sorted(Comparator.naturalOrder())
        .toList()
        .get(several.size() / 2);
  }

  /**
   * Asserts that nothing has grown.
   *
   * @param slack by which nothing may have grown, for what the JVM does by itself
   */
  void assertNotGrownSince(Holdings before, Holdings slack) {
    assertThat(heap).as("heap, from %s to %s", before, this).isLessThan(before.heap + slack.heap);
    assertThat(direct)
        .as("direct memory, from %s to %s", before, this)
        .isLessThan(before.direct + slack.direct);
    assertThat(threads)
        .as("threads, from %s to %s", before, this)
        .isLessThanOrEqualTo(before.threads + slack.threads);
    assertThat(files)
        .as("open files, from %s to %s", before, this)
        .isLessThanOrEqualTo(before.files + slack.files);
  }

  @Override
  public String toString() {
    return "%.1f MiB heap, %.1f MiB direct, %d threads, %d files"
        .formatted((double) heap / MEBIBYTE, (double) direct / MEBIBYTE, threads, files);
  }
}
