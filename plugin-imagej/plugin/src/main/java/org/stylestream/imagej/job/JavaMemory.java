package org.stylestream.imagej.job;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The memory of this JVM. */
public final class JavaMemory {
  private static final int HEADER_BYTES = 16;

  private JavaMemory() {}

  /** Bytes that can still be had; what is garbage may be taken for used. */
  public static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  /** The same without garbage, where it matters: if there seem to be fewer than {@code wanted}. */
  public static long freeFor(long wanted) {
    if (free() < wanted) {
      System.gc();
    }
    return free();
  }

  /** What an array of so many bytes takes. */
  public static long footprint(long bytes) {
    return footprint(bytes, regionBytes());
  }

  /**
   * What an array takes in a heap of regions: one that is larger than half a region has regions of
   * its own. A slice of 512 × 512 takes two of 1 MB, because of its header.
   *
   * @param regionBytes 0 in a heap without regions
   */
  static long footprint(long bytes, long regionBytes) {
    long whole = bytes + HEADER_BYTES;
    if (regionBytes == 0 || whole <= regionBytes / 2) {
      return whole;
    }
    return (whole + regionBytes - 1) / regionBytes * regionBytes;
  }

  private static long regionBytes() {
    HotSpotDiagnosticMXBean virtualMachine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    boolean regions =
        virtualMachine != null
            && Boolean.parseBoolean(virtualMachine.getVMOption("UseG1GC").getValue());
    return regions ? Long.parseLong(virtualMachine.getVMOption("G1HeapRegionSize").getValue()) : 0;
  }
}
