package org.stylestream.imagej.job;

/** The memory of this JVM. */
public final class JavaMemory {
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
}
