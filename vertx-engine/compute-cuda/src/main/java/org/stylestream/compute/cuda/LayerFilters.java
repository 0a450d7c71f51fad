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

  private final int inputs;
  private final int outputs;
  private final GpuMemory forward;
  private final GpuMemory bias;
  private final GpuMemory backward;

  private LayerFilters(CudaContext context, int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    Gpu gpu = context.gpu();
    forward = GpuMemory.floats(gpu, (long) TAPS * inputs * outputs);
    bias = GpuMemory.floats(gpu, outputs);
    backward = GpuMemory.floats(gpu, (long) TAPS * inputs * outputs);
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
    filters.write(context.transfers(), first ? withRedFirst(kernel, layer) : kernel, bias);
    return filters;
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
    transfers.write(forward(kernel), kernel.length, forward.address());
    transfers.write(biases, outputs, bias.address());
    transfers.write(backward(kernel), kernel.length, backward.address());
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
    return forward.address();
  }

  /** Address of outputs values. */
  long bias() {
    return bias.address();
  }

  /** Address of the filters inputs × 3 × 3 × outputs. */
  long backward() {
    return backward.address();
  }

  @Override
  public void close() {
    forward.close();
    bias.close();
    backward.close();
  }
}
