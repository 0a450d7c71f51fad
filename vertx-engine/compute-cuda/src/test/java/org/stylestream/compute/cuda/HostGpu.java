package org.stylestream.compute.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.OutOfDeviceMemoryException;

/**
 * A GPU that is the host: the device's own kernels, compiled for it, and products and convolutions
 * by loops of its own. It knows all of its memory, refuses what reaches beyond it, and finds out at
 * its end whether all was freed and nothing written past an end.
 */
final class HostGpu implements Gpu {
  private final Map<Long, Long> allocated = new HashMap<>();
  private final List<ConvolutionShape> open = new ArrayList<>();
  private final boolean convolves;
  private final long memoryBytes;
  private long bytes;
  private int allocations;
  private int allocationsLeft = Integer.MAX_VALUE;
  private boolean closed;
  private Optional<List<Runnable>> recorded = Optional.empty();
  private int recordings;
  private int replays;

  /**
   * @param convolves whether its library takes any convolution; otherwise it takes none
   * @param memoryBytes what it has
   */
  HostGpu(boolean convolves, long memoryBytes) {
    this.convolves = convolves;
    this.memoryBytes = memoryBytes;
  }

  private static native long allocateMemory(long bytes);

  private static native boolean freeMemory(long address);

  private static native void copyMemory(long source, long target, long bytes);

  private static native void clearMemory(long target, long bytes);

  private static native long addressOf(ByteBuffer buffer);

  private static native boolean run(
      String kernel, int columns, int rows, int threads, long[] slots, int[] starts);

  private static native void multiply(
      int rows,
      int columns,
      int inner,
      long left,
      long right,
      boolean transposed,
      double factor,
      double keep,
      long target);

  private static native void convolve(
      int height,
      int width,
      int inputs,
      int outputs,
      long input,
      long filter,
      long bias,
      boolean rectified,
      long output);

  /** Has memory run out after so many more allocations. */
  void runOutAfter(int moreAllocations) {
    allocationsLeft = moreAllocations;
  }

  /** Bytes that are allocated. */
  long bytes() {
    return bytes;
  }

  /** How often memory was allocated. */
  int allocations() {
    return allocations;
  }

  /** Convolutions that weren't closed. */
  int openConvolutions() {
    return open.size();
  }

  /** Recordings that weren't closed. */
  int recordings() {
    return recordings;
  }

  /** How often work was replayed. */
  int replays() {
    return replays;
  }

  boolean closed() {
    return closed;
  }

  @Override
  public Description description() {
    return new Description("the host", 90, memoryBytes);
  }

  @Override
  public long freeMemory() {
    return memoryBytes - bytes;
  }

  @Override
  public ByteBuffer hostBuffer(int size) {
    return ByteBuffer.allocateDirect(size);
  }

  @Override
  public long allocate(long size) {
    requireUnrecorded();
    if (size < 1) {
      throw new IllegalArgumentException("no bytes are allocated");
    }
    if (bytes + size > memoryBytes || allocationsLeft-- == 0) {
      throw new OutOfDeviceMemoryException("the host has no memory left");
    }
    long address = allocateMemory(size);
    allocated.put(address, size);
    bytes += size;
    allocations++;
    return address;
  }

  @Override
  public void free(long address) {
    requireUnrecorded();
    Long size = allocated.remove(address);
    if (size == null) {
      throw new IllegalStateException("what is freed isn't allocated");
    }
    bytes -= size;
    if (!freeMemory(address)) {
      throw new IllegalStateException("something was written beside %d bytes".formatted(size));
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the GPU is closed");
    }
  }

  /** Refuses what isn't within one allocation. */
  private void require(long address, long size) {
    requireOpen();
    boolean inside =
        allocated.entrySet().stream()
            .anyMatch(
                block ->
                    address >= block.getKey()
                        && address + size <= block.getKey() + block.getValue());
    if (!inside) {
      throw new IllegalStateException("%d bytes aren't within an allocation".formatted(size));
    }
  }

  private void requireFloats(long address, long count) {
    require(address, count * Float.BYTES);
  }

  @Override
  public void write(long target, ByteBuffer source) {
    requireUnrecorded();
    require(target, source.remaining());
    copyMemory(addressOf(source) + source.position(), target, source.remaining());
  }

  @Override
  public void read(long source, ByteBuffer target) {
    requireUnrecorded();
    require(source, target.remaining());
    copyMemory(source, addressOf(target) + target.position(), target.remaining());
  }

  @Override
  public void copy(long source, long target, long size) {
    require(source, size);
    require(target, size);
    enqueue(() -> copyMemory(source, target, size));
  }

  @Override
  public void clear(long target, long size) {
    require(target, size);
    enqueue(() -> clearMemory(target, size));
  }

  @Override
  public void launch(String kernel, Grid grid, Arguments arguments) {
    requireOpen();
    long[] slots = arguments.slots();
    int[] starts = arguments.starts();
    enqueue(() -> run(kernel, grid, slots, starts));
  }

  private static void run(String kernel, Grid grid, long[] slots, int[] starts) {
    if (!run(kernel, grid.columns(), grid.rows(), THREADS, slots, starts)) {
      throw new IllegalStateException(
          "there is no kernel %s of %d arguments".formatted(kernel, starts.length));
    }
  }

  @Override
  public void multiply(MatrixProduct product) {
    requireFloats(product.left(), (long) product.rows() * product.inner());
    requireFloats(product.right(), (long) product.inner() * product.columns());
    requireFloats(product.target(), (long) product.rows() * product.columns());
    enqueue(() -> run(product));
  }

  private static void run(MatrixProduct product) {
    multiply(
        product.rows(),
        product.columns(),
        product.inner(),
        product.left(),
        product.right(),
        product.transposed(),
        product.factor(),
        product.keep(),
        product.target());
  }

  @Override
  public GpuConvolution convolution(ConvolutionShape shape) {
    requireUnrecorded();
    open.add(shape);
    return new HostConvolution(shape);
  }

  private final class HostConvolution implements GpuConvolution {
    private final ConvolutionShape shape;

    HostConvolution(ConvolutionShape shape) {
      this.shape = shape;
    }

    @Override
    public List<Algorithm> algorithms() {
      return convolves
          ? List.of(new Algorithm(0, 0, 1000, false, true), new Algorithm(1, 0, 2000, true, false))
          : List.of();
    }

    @Override
    public void run(Algorithm algorithm, Operands operands) {
      if (algorithm.fused() && shape.inputs() == shape.outputs()) {
        throw new UnsupportedOperationException("so that both kinds of ways are taken");
      }
      require(operands.workspace(), algorithm.workspaceBytes());
      requireFloats(operands.input(), shape.inputSize());
      requireFloats(operands.filter(), 9L * shape.inputs() * shape.outputs());
      requireFloats(operands.output(), shape.outputSize());
      if (shape.rectified()) {
        requireFloats(operands.bias(), shape.outputs());
      }
      enqueue(() -> convolveNow(operands, algorithm.fused() && shape.rectified()));
    }

    private void convolveNow(Operands operands, boolean rectified) {
      convolve(
          shape.height(),
          shape.width(),
          shape.inputs(),
          shape.outputs(),
          operands.input(),
          operands.filter(),
          rectified ? operands.bias() : 0,
          rectified,
          operands.output());
    }

    @Override
    public void close() {
      if (!open.remove(shape)) {
        throw new IllegalStateException("a convolution is closed twice");
      }
    }
  }

  @Override
  public double milliseconds(Runnable work) {
    requireUnrecorded();
    work.run();
    return 1;
  }

  @Override
  public Optional<Recording> record(Runnable work) {
    requireUnrecorded();
    List<Runnable> calls = new ArrayList<>();
    try {
      recorded = Optional.of(calls);
      work.run();
    } catch (NotRecordableException e) {
      return Optional.empty();
    } finally {
      recorded = Optional.empty();
    }
    return Optional.of(new HostRecording(calls));
  }

  private final class HostRecording implements Recording {
    private final List<Runnable> calls;

    HostRecording(List<Runnable> calls) {
      this.calls = calls;
      recordings++;
    }

    @Override
    public void replay() {
      requireUnrecorded();
      calls.forEach(Runnable::run);
      replays++;
    }

    @Override
    public void close() {
      recordings--;
    }
  }

  /** Does some work at once, or records it. */
  private void enqueue(Runnable work) {
    recorded.ifPresentOrElse(calls -> calls.add(work), work);
  }

  private void requireUnrecorded() {
    requireOpen();
    if (recorded.isPresent()) {
      throw new NotRecordableException();
    }
  }

  @Override
  public void close() {
    requireOpen();
    closed = true;
  }
}
