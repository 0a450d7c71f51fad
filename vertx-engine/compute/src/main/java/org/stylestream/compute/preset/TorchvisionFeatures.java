package org.stylestream.compute.preset;

/**
 * How large features are in programs that use torchvision's networks. These see an image on 0–1,
 * minus the mean colour, divided by a standard deviation of 0.229, 0.224 and 0.225 for red, green
 * and blue (torchvision, models.vgg19, its ImageNet transforms); VGG19's, as its authors, Caffe and
 * Keras have it, see 0–255 minus the mean colour. What the former see is the latter divided by 255
 * times the standard deviation.
 *
 * <p>A network of convolutions, ReLUs and pools whose biases are divided by s gives features
 * divided by s when its image is: each of its layers is positively homogeneous. So VGG19, brought
 * to torchvision's inputs (with one standard deviation for all colours), has exactly 1/s of its
 * features; squared distances, moments and covariances are 1/s² of what they were. torchvision's
 * vgg19 was trained anew and isn't this network, but its inputs have this scale, and so have the
 * constants that were found with it.
 */
final class TorchvisionFeatures {
  /** s = 255 · (0.229 + 0.224 + 0.225) / 3 = 57.63 */
  static final double SCALE = 255 * (0.229 + 0.224 + 0.225) / 3;

  private TorchvisionFeatures() {}
}
