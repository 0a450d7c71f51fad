package org.stylestream.compute.preset;

/** What the optimisation starts from. */
public sealed interface InitialImage {
  /** The content image. */
  record Content() implements InitialImage {}

  /** The first style image, stretched to the generated image's size. */
  record Style() implements InitialImage {}

  /**
   * White Gaussian noise around VGG's mean colour (123.68, 116.779, 103.939).
   *
   * @param sigma standard deviation on 0–255
   */
  record Noise(double sigma) implements InitialImage {}

  /** An image of the user's. */
  record Given() implements InitialImage {}

  /** The text that stands for it on the command line. */
  default String text() {
    if (this instanceof Content) {
      return "content";
    }
    if (this instanceof Style) {
      return "style";
    }
    return this instanceof Noise ? "noise" : "image";
  }
}
