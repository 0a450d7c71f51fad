package org.stylestream.compute.cuda;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The few things that the device asks of a GPU, its driver and its libraries. Work is done in the
 * order of the calls; only {@link #write}, {@link #read} and {@link #milliseconds} wait for it.
 * Memory is named by its address on the GPU, and whoever allocates it frees it.
 *
 * <p>Any call may throw {@link org.stylestream.compute.device.OutOfDeviceMemoryException}, or
 * {@link GpuFailedException} when the GPU or its driver has failed.
 */
public interface Gpu extends AutoCloseable {
  /** Threads in a block of every launch; the kernels know it too. */
  int THREADS = 256;

  /**
   * What a GPU is.
   *
   * @param name for people
   * @param capability compute capability, ten times its number: 90 for 9.0
   * @param memoryBytes memory that is free when it is opened
   */
  record Description(String name, int capability, long memoryBytes) {}

  /** Work that was recorded once and can be done again by one call. */
  interface Recording extends AutoCloseable {
    /** Does the work again, on the memory that it was recorded with. */
    void replay();

    @Override
    void close();
  }

  Description description();

  /** Memory that is free, in bytes. */
  long freeMemory();

  /**
   * Memory of the host that the GPU reaches quickly, for {@link #write} and {@link #read}. It is
   * freed with the GPU.
   */
  ByteBuffer hostBuffer(int bytes);

  /**
   * Memory on the GPU, of whatever content.
   *
   * @param bytes at least 1
   * @return its address, a multiple of 256
   */
  long allocate(long bytes);

  /** Frees what {@link #allocate} gave. */
  void free(long address);

  /** Copies what remains in a buffer of {@link #hostBuffer} to the GPU, and waits for that. */
  void write(long target, ByteBuffer source);

  /** Fills what remains of a buffer of {@link #hostBuffer} from the GPU, and waits for that. */
  void read(long source, ByteBuffer target);

  /** Copies on the GPU. */
  void copy(long source, long target, long bytes);

  /** Sets bytes to zero. */
  void clear(long target, long bytes);

  /** Runs a kernel of {@code kernels.cu}. */
  void launch(String kernel, Grid grid, Arguments arguments);

  /** A matrix product. */
  void multiply(MatrixProduct product);

  /** How a convolution of this shape can be computed by the library, best guess first. */
  GpuConvolution convolution(ConvolutionShape shape);

  /** Does some work and tells how long the GPU took for it. */
  double milliseconds(Runnable work);

  /**
   * Records work without doing it.
   *
   * @param work makes the same calls whatever the values in memory
   * @return empty if the work allocates, frees, waits, copies to or from the host, or does
   *     something else that can't be recorded
   */
  Optional<Recording> record(Runnable work);

  @Override
  void close();
}
