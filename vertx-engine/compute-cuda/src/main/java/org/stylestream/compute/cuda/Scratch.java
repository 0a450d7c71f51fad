package org.stylestream.compute.cuda;

import java.util.Optional;

/** Room for one map, made when it is first asked for. */
final class Scratch implements AutoCloseable {
  private final Gpu gpu;
  private final long floats;
  private Optional<GpuMemory> memory = Optional.empty();

  /**
   * @param floats enough for every map
   */
  Scratch(Gpu gpu, long floats) {
    this.gpu = gpu;
    this.floats = floats;
  }

  /** Where it is. */
  long address() {
    if (memory.isEmpty()) {
      memory = Optional.of(GpuMemory.floats(gpu, floats));
    }
    return memory.get().address();
  }

  @Override
  public void close() {
    memory.ifPresent(GpuMemory::close);
  }
}
