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
  /** Memory that the library's ways may work with. */
  static final long MOST_WORKSPACE_BYTES = 512L << 20;

  /** The library's fast kernels want channels in fours. */
  private static final int CHANNEL_GROUP = 4;

  private static final int MEASUREMENTS = 3;

  private final Gpu gpu;
  private final boolean deterministic;
  private final Map<ConvolutionShape, Optional<GpuConvolution.Algorithm>> chosen = new HashMap<>();

  /** Each larger than the one before; earlier ones stay, as recorded work may know them. */
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
    GpuConvolution convolution = gpu.convolution(shape);
    try {
      // Not computeIfAbsent: a choice that fails must leave nothing.
      Optional<GpuConvolution.Algorithm> algorithm = chosen.get(shape);
      if (algorithm == null) {
        algorithm = choose(convolution, sample);
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
      GpuConvolution convolution, GpuConvolution.Operands sample) {
    Optional<GpuConvolution.Algorithm> best = Optional.empty();
    double least = Double.POSITIVE_INFINITY;
    for (GpuConvolution.Algorithm algorithm : convolution.algorithms()) {
      if (algorithm.workspaceBytes() > MOST_WORKSPACE_BYTES
          || deterministic && !algorithm.deterministic()) {
        continue;
      }
      double time = milliseconds(convolution, algorithm, sample);
      if (time < least) {
        least = time;
        best = Optional.of(algorithm);
      }
      if (deterministic && best.isPresent()) {
        return best; // Measurements would choose otherwise in another process.
      }
    }
    return best;
  }

  /** The least time of a few; infinite if the way isn't one after all. */
  private double milliseconds(
      GpuConvolution convolution,
      GpuConvolution.Algorithm algorithm,
      GpuConvolution.Operands sample) {
    try {
      reserve(algorithm.workspaceBytes());
      Runnable work = () -> convolution.run(algorithm, withWorkspace(sample));
      double least = gpu.milliseconds(work);
      for (int i = 0; i < MEASUREMENTS && !deterministic; i++) {
        least = Math.min(least, gpu.milliseconds(work));
      }
      return least;
    } catch (UnsupportedOperationException | OutOfDeviceMemoryException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private void reserve(long bytes) {
    if (bytes > workspaceBytes) {
      workspaces.add(GpuMemory.bytes(gpu, bytes));
      workspaceBytes = bytes;
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
