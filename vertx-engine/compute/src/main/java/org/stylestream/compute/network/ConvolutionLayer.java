package org.stylestream.compute.network;

/**
 * A 3 × 3 convolution with stride 1, same padding by zeros, bias and ReLU.
 *
 * @param name for example {@code block4_conv2}
 * @param block from 1; a pool stands before the first layer of every block but the first
 * @param inputs channels in
 * @param outputs channels out
 * @param referenceChannels VGG19's channels at this layer: what presets that divide by the number
 *     of channels use
 */
public record ConvolutionLayer(
    String name, int block, int inputs, int outputs, int referenceChannels) {
  /**
   * Rows or columns of the layer's feature map.
   *
   * @param imageSide rows or columns of the image
   */
  public int mapSide(int imageSide) {
    return imageSide >> block - 1;
  }

  /**
   * Refuses a filter that the layer lacks.
   *
   * @param filter from 0
   * @throws IllegalArgumentException that names those it has
   */
  public void requireFilter(int filter) {
    if (filter < 0 || filter >= outputs) {
      throw new IllegalArgumentException(
          "%s has no filter %d; its filters are 0 to %d".formatted(name, filter, outputs - 1));
    }
  }
}
