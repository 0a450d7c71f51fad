package org.stylestream.compute.preset;

/** How a style image is brought to the size at which its Gram matrices are taken. */
public enum StyleAspect {
  /** The size rule is applied to it; its aspect is kept. */
  KEEP,
  /** The size rule is applied to it, but none is made larger than it is; its aspect is kept. */
  KEEP_NOT_ENLARGED,
  /**
   * It is stretched to the generated image's height and width (Gram matrices are compared
   * un-normalised).
   */
  STRETCH,
  /** It keeps its own size, however large the generated image is. */
  OWN_SIZE
}
