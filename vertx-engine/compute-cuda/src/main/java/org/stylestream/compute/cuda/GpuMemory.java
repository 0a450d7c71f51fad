package org.stylestream.compute.cuda;

/** Some memory of a GPU, with its one owner. */
final class GpuMemory implements AutoCloseable {
  private final Gpu gpu;
  private long address;

  private GpuMemory(Gpu gpu, long bytes) {
    this.gpu = gpu;
    address = gpu.allocate(Math.max(1, bytes));
  }

  /** Of whatever content. */
  static GpuMemory bytes(Gpu gpu, long bytes) {
    return new GpuMemory(gpu, bytes);
  }

  /** For floats, of whatever content. */
  static GpuMemory floats(Gpu gpu, long count) {
    return new GpuMemory(gpu, count * Float.BYTES);
  }

  /** For doubles, of whatever content. */
  static GpuMemory doubles(Gpu gpu, long count) {
    return new GpuMemory(gpu, count * Double.BYTES);
  }

  /**
   * Where it is.
   *
   * @throws IllegalStateException if it was freed
   */
  long address() {
    if (address == 0) {
      throw new IllegalStateException("memory of the GPU is used that was freed");
    }
    return address;
  }

  @Override
  public void close() {
    if (address != 0) {
      gpu.free(address);
      address = 0;
    }
  }
}
