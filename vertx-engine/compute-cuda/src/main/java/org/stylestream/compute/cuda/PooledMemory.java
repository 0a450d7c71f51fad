package org.stylestream.compute.cuda;

/** A pooled map in the GPU's memory. */
final class PooledMemory implements PooledMap {
  private final Gpu gpu;
  private final long rowBytes;
  private final GpuMemory memory;

  /**
   * @param rowSize elements of a row
   */
  PooledMemory(Gpu gpu, int rows, long rowSize) {
    this.gpu = gpu;
    rowBytes = rowSize * Float.BYTES;
    memory = GpuMemory.bytes(gpu, rows * rowBytes);
  }

  @Override
  public long read(int first, int rows) {
    return memory.address() + first * rowBytes;
  }

  @Override
  public long room(int first, int rows) {
    return read(first, rows);
  }

  @Override
  public void write(int first, int rows, long source) {
    long target = room(first, rows);
    if (source != target) {
      gpu.copy(source, target, rows * rowBytes);
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
