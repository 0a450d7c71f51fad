package org.stylestream.compute.cuda;

/**
 * A 3 × 3 convolution with stride 1 and zeros around its input; maps are height × width × channels.
 *
 * @param rectified whether it ends with bias and ReLU; otherwise there is no bias
 * @param exact whether products are made in float32 whatever the precision asked for
 */
public record ConvolutionShape(
    int height, int width, int inputs, int outputs, boolean rectified, boolean exact) {
  /** Elements of what comes in. */
  long inputSize() {
    return (long) height * width * inputs;
  }

  /** How often two numbers are multiplied. */
  long products() {
    return 9 * inputSize() * outputs;
  }

  /** Elements of what goes out. */
  long outputSize() {
    return (long) height * width * outputs;
  }
}
