package org.stylestream.compute.nd4j;

import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.network.Pooling;

/**
 * ND4J's operations that networks are made of, over fixed arrays of 1 × height × width × channels.
 */
final class Operations {
  /** ND4J's number for arrays whose channels come last. */
  private static final int CHANNELS_LAST = 1;

  /** ND4J's number for filters of height × width × inputs × outputs. */
  private static final int OUTPUTS_LAST = 0;

  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile("out of memory|alloc", Pattern.CASE_INSENSITIVE);

  private static final int SAME_PADDING = 1;
  private static final int NO_PADDING = 0;

  private Operations() {}

  /**
   * outputs = inputs ∗ kernel + bias, 3 × 3 with stride 1 and zeros around
   *
   * @param operands inputs, kernel, and the bias if there is one
   */
  static CustomOp convolution(INDArray outputs, INDArray... operands) {
    return DynamicCustomOp.builder("conv2d")
        .addInputs(operands)
        .addOutputs(outputs)
        .addIntegerArguments(3, 3, 1, 1, 1, 1, 1, 1, SAME_PADDING, CHANNELS_LAST, OUTPUTS_LAST)
        .build();
  }

  /** values = max(values, 0) */
  static CustomOp rectification(INDArray values) {
    return DynamicCustomOp.builder("relu")
        .addInputs(values)
        .addOutputs(values)
        .addFloatingPointArguments(0.0)
        .build();
  }

  /** gradient = gradient where activations > 0, else 0 */
  static CustomOp mask(INDArray activations, INDArray gradient) {
    return DynamicCustomOp.builder("relu_bp")
        .addInputs(activations, gradient)
        .addOutputs(gradient)
        .build();
  }

  /** outputs = inputs, pooled 2 × 2; an odd row or column at the end is left out */
  static CustomOp pool(Pooling pooling, INDArray inputs, INDArray outputs) {
    return pool(name(pooling), outputs, inputs);
  }

  /** gradient at the inputs of a pool, from that at its outputs */
  static CustomOp poolBackward(
      Pooling pooling, INDArray inputs, INDArray outputGradient, INDArray gradient) {
    return pool(name(pooling) + "_bp", gradient, inputs, outputGradient);
  }

  private static String name(Pooling pooling) {
    return switch (pooling) {
      case MAX -> "maxpool2d";
      case AVERAGE -> "avgpool2d";
    };
  }

  private static CustomOp pool(String name, INDArray output, INDArray... inputs) {
    return DynamicCustomOp.builder(name)
        .addInputs(inputs)
        .addOutputs(output)
        .addIntegerArguments(2, 2, 2, 2, 0, 0, 1, 1, NO_PADDING, 0, CHANNELS_LAST)
        .build();
  }

  /**
   * Runs an operation.
   *
   * @throws OutOfDeviceMemoryException if there is no memory for what it works with
   */
  static void run(CustomOp operation) {
    try {
      Nd4j.exec(operation);
    } catch (RuntimeException e) {
      throw isOutOfMemory(e)
          ? new OutOfDeviceMemoryException(
              "ND4J has no memory for %s: %s".formatted(operation.opName(), e.getMessage()), e)
          : e;
    }
  }

  /** ND4J has no exception of its own for it: the words are CUDA's, cuDNN's and C++'s. */
  private static boolean isOutOfMemory(RuntimeException e) {
    return OUT_OF_MEMORY.matcher(String.valueOf(e.getMessage())).find();
  }
}
