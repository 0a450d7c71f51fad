package org.stylestream.compute.cuda;

import org.stylestream.compute.network.ConvolutionLayer;

/**
 * A layer's filters on a GPU: those that take its inputs to its outputs, and those that pull
 * gradients back, which is the same convolution with filters that are turned round and whose
 * channels are swapped. The first layer's take red, green, blue and a channel of zeros.
 */
final class LayerFilters implements AutoCloseable {
  /** Channels that the first layer takes here. */
  static final int FIRST_INPUTS = 4;

  private static final int TAPS = 9;

  /** In floats: what the libraries' fast kernels want. */
  private static final int ALIGNMENT = 64;

  private final int inputs;
  private final int outputs;
  private final GpuMemory memory;

  private LayerFilters(CudaContext context, int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    memory = GpuMemory.floats(context.gpu(), 2 * size() + outputs);
  }

  /** Number of floats of the filters in one direction, so that what follows them is aligned. */
  private long size() {
    long floats = (long) TAPS * inputs * outputs;
    return (floats + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Those of a layer.
   *
   * @param first whether it is the network's first, whose filters are for blue, green and red
   * @param kernel 3 × 3 × inputs × outputs
   */
  static LayerFilters of(
      CudaContext context, ConvolutionLayer layer, boolean first, float[] kernel, float[] bias) {
    LayerFilters filters =
        new LayerFilters(context, first ? FIRST_INPUTS : layer.inputs(), layer.outputs());
    try {
      filters.write(context.transfers(), first ? withRedFirst(kernel, layer) : kernel, bias);
      return filters;
    } catch (RuntimeException | Error e) {
      filters.close();
      throw e;
    }
  }

  /** The filters of the first layer for red, green, blue and a channel of zeros. */
  private static float[] withRedFirst(float[] kernel, ConvolutionLayer first) {
    int outputs = first.outputs();
    int colours = first.inputs();
    float[] swapped = new float[TAPS * FIRST_INPUTS * outputs];
    for (int tap = 0; tap < TAPS; tap++) {
      for (int colour = 0; colour < colours; colour++) {
        int from = (tap * colours + colours - 1 - colour) * outputs;
        System.arraycopy(kernel, from, swapped, (tap * FIRST_INPUTS + colour) * outputs, outputs);
      }
    }
    return swapped;
  }

  private void write(Transfers transfers, float[] kernel, float[] biases) {
    transfers.write(forward(kernel), kernel.length, forward());
    transfers.write(biases, outputs, bias());
    transfers.write(backward(kernel), kernel.length, backward());
  }

  /** forward[o][y][x][i] = kernel[y][x][i][o] */
  private float[] forward(float[] kernel) {
    float[] filter = new float[kernel.length];
    for (int tap = 0; tap < TAPS; tap++) {
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          filter[(o * TAPS + tap) * inputs + i] = kernel[(tap * inputs + i) * outputs + o];
        }
      }
    }
    return filter;
  }

  /** backward[i][y][x][o] = kernel[2 − y][2 − x][i][o] */
  private float[] backward(float[] kernel) {
    float[] filter = new float[kernel.length];
    for (int tap = 0; tap < TAPS; tap++) {
      for (int i = 0; i < inputs; i++) {
        int from = ((TAPS - 1 - tap) * inputs + i) * outputs;
        System.arraycopy(kernel, from, filter, (i * TAPS + tap) * outputs, outputs);
      }
    }
    return filter;
  }

  /** Address of the filters outputs × 3 × 3 × inputs. */
  long forward() {
    return memory.address();
  }

  /** Address of outputs values. */
  long bias() {
    return memory.address() + 2 * size() * Float.BYTES;
  }

  /** Address of the filters inputs × 3 × 3 × outputs. */
  long backward() {
    return memory.address() + size() * Float.BYTES;
  }

  @Override
  public void close() {
    memory.close();
  }
}
