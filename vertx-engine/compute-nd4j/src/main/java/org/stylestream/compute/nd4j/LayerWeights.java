package org.stylestream.compute.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.network.ConvolutionLayer;

/**
 * A layer's filters: those that take its inputs to its outputs, and those that pull gradients back,
 * which is the same convolution with filters that are turned round and whose channels are swapped.
 *
 * @param forward 3 × 3 × inputs × outputs
 * @param bias of outputs values
 * @param backward 3 × 3 × outputs × inputs
 */
record LayerWeights(INDArray forward, INDArray bias, INDArray backward) implements AutoCloseable {
  /** Those of a layer. */
  static LayerWeights of(ConvolutionLayer layer, float[] kernel, float[] bias) {
    int inputs = layer.inputs();
    int outputs = layer.outputs();
    return new LayerWeights(
        array(kernel, 3, 3, inputs, outputs),
        array(bias, outputs),
        array(turned(kernel, inputs, outputs), 3, 3, outputs, inputs));
  }

  /** backward[y][x][o][i] = forward[2 − y][2 − x][i][o] */
  private static float[] turned(float[] kernel, int inputs, int outputs) {
    float[] turned = new float[kernel.length];
    for (int tap = 0; tap < 9; tap++) {
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          turned[(tap * outputs + o) * inputs + i] = kernel[((8 - tap) * inputs + i) * outputs + o];
        }
      }
    }
    return turned;
  }

  private static INDArray array(float[] values, long... shape) {
    return Nd4j.create(
        Nd4j.createTypedBufferDetached(values, org.nd4j.linalg.api.buffer.DataType.FLOAT), shape);
  }

  @Override
  public void close() {
    forward.close();
    bias.close();
    backward.close();
  }
}
