package org.stylestream.compute.cuda;

import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** Sums in a GPU's memory. */
final class CudaSums implements Sums {
  private final CudaContext context;
  private final int size;
  private final GpuMemory memory;

  CudaSums(CudaContext context, int size) {
    this.context = context;
    this.size = size;
    memory = GpuMemory.doubles(context.gpu(), size);
    clear();
  }

  /**
   * The CUDA device's sums.
   *
   * @throws IllegalArgumentException if they are another device's
   */
  static CudaSums of(Sums sums) {
    if (sums instanceof CudaSums own) {
      return own;
    }
    throw new IllegalArgumentException(
        "the sums are another device's; the CUDA device takes only its own");
  }

  /** sums[index] += factor · (what the kernel sums up) */
  void add(int index, double factor, Reductions.Kernel kernel) {
    context.reductions().add(kernel, factor, address(index));
  }

  private long address(int index) {
    return memory.address() + (long) index * Double.BYTES;
  }

  @Override
  public void add(int index, double value) {
    Arguments arguments = new Arguments().add(address(index)).add(value);
    context.gpu().launch("add_number", new Grid(1, 1), arguments);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void clear() {
    context.gpu().clear(memory.address(), (long) size * Double.BYTES);
  }

  @Override
  public void addDot(int index, double factor, Vector a, Vector b) {
    long x = CudaVector.address(a, a.length());
    add(index, factor, Reductions.dot(x, CudaVector.address(b, a.length()), a.length()));
  }

  @Override
  public void read(double[] target) {
    context.transfers().read(memory.address(), target, size);
  }

  @Override
  public void close() {
    memory.close();
  }
}
