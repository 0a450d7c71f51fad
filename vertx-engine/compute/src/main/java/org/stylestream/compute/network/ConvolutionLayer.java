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
    String name, int block, int inputs, int outputs, int referenceChannels) {}
