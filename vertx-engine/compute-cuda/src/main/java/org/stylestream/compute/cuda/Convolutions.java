package org.stylestream.compute.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.OutOfDeviceMemoryException;

/**
 * Chooses how convolutions are computed: of the library's ways the one that is measured to be
 * fastest, once for each shape. Owns the memory that they work with.
 */
final class Convolutions implements AutoCloseable {
  /** Memory that one of the library's ways may work with; a power of two. */
  static final long MOST_WORKSPACE_BYTES = 512L << 20;

  /** The library's fast kernels want channels in fours. */
  private static final int CHANNEL_GROUP = 4;

  /** With fewer products any way takes less than a measurement's worth. */
  private static final long WORTH_MEASURING = 1L << 28;

  private static final int MEASUREMENTS = 3;

  /** A way that takes so many times as long as the best won't get better by repeating it. */
  private static final double HOPELESS = 2;

  private final Gpu gpu;
  private final boolean deterministic;
  private final Map<ConvolutionShape, Optional<GpuConvolution.Algorithm>> chosen = new HashMap<>();

  /** Each twice the one before or more; earlier ones stay, as recorded work may know them. */
  private final List<GpuMemory> workspaces = new ArrayList<>();

  private long workspaceBytes;

  /**
   * @param deterministic whether equal inputs have to give equal bits, in every process
   */
  Convolutions(Gpu gpu, boolean deterministic) {
    this.gpu = gpu;
    this.deterministic = deterministic;
  }

  /**
   * A convolution, which belongs to the caller.
   *
   * @param sample operands to measure with, without a workspace; the output is overwritten
   */
  LayerConvolution open(ConvolutionShape shape, GpuConvolution.Operands sample) {
    if (shape.inputs() % CHANNEL_GROUP != 0 || shape.outputs() % CHANNEL_GROUP != 0) {
      return new LayerConvolution(this, gpu, shape);
    }
    GpuConvolution convolution;
    try {
      convolution = gpu.convolution(shape);
    } catch (UnsupportedOperationException e) {
      return new LayerConvolution(this, gpu, shape);
    }
    try {
      // Not computeIfAbsent: a choice that fails must leave nothing.
      Optional<GpuConvolution.Algorithm> algorithm = chosen.get(shape);
      if (algorithm == null) {
        algorithm = choose(shape, convolution, sample);
        chosen.put(shape, algorithm);
      }
      if (algorithm.isPresent()) {
        reserve(algorithm.get().workspaceBytes());
        return new LayerConvolution(this, gpu, shape, convolution, algorithm.get());
      }
    } catch (RuntimeException | Error e) {
      convolution.close();
      throw e;
    }
    convolution.close();
    return new LayerConvolution(this, gpu, shape);
  }

  private Optional<GpuConvolution.Algorithm> choose(
      ConvolutionShape shape, GpuConvolution convolution, GpuConvolution.Operands sample) {
    // Measurements would choose otherwise in another process.
    boolean measured = !deterministic && shape.products() >= WORTH_MEASURING;
    Optional<GpuConvolution.Algorithm> best = Optional.empty();
    double least = Double.POSITIVE_INFINITY;
    for (GpuConvolution.Algorithm algorithm : convolution.algorithms()) {
      var way = new LayerConvolution(this, gpu, shape, convolution, algorithm);
      Runnable work = () -> way.tryRun(sample);
      if (deterministic && !algorithm.deterministic() || !works(work, algorithm)) {
        continue;
      }
      if (!measured) {
        return Optional.of(algorithm);
      }
      double time = milliseconds(work, least);
      if (time < least) {
        least = time;
        best = Optional.of(algorithm);
      }
    }
    return best;
  }

  /** Whether a way is one after all; it has the library load what it takes. */
  private boolean works(Runnable work, GpuConvolution.Algorithm algorithm) {
    if (algorithm.workspaceBytes() > MOST_WORKSPACE_BYTES) {
      return false;
    }
    try {
      reserve(algorithm.workspaceBytes());
      gpu.milliseconds(work);
      return true;
    } catch (UnsupportedOperationException | OutOfDeviceMemoryException e) {
      return false;
    }
  }

  /**
   * The least time of a few.
   *
   * @param best what others take
   */
  private double milliseconds(Runnable work, double best) {
    double least = gpu.milliseconds(work);
    for (int i = 1; i < MEASUREMENTS && least < HOPELESS * best; i++) {
      least = Math.min(least, gpu.milliseconds(work));
    }
    return least;
  }

  private void reserve(long bytes) {
    if (bytes > workspaceBytes) {
      long powerOfTwo = Math.max(1, Long.highestOneBit(bytes - 1) << 1);
      workspaces.add(GpuMemory.bytes(gpu, powerOfTwo));
      workspaceBytes = powerOfTwo;
    }
  }

  /** The operands with what convolutions work with. */
  GpuConvolution.Operands withWorkspace(GpuConvolution.Operands operands) {
    long workspace = workspaces.isEmpty() ? 0 : workspaces.get(workspaces.size() - 1).address();
    return new GpuConvolution.Operands(
        operands.input(), operands.filter(), operands.bias(), operands.output(), workspace);
  }

  @Override
  public void close() {
    workspaces.forEach(GpuMemory::close);
  }
}
