package org.stylestream.compute.transfer;

/** How a style transfer keeps the content image's colours. */
public enum ColourControl {
  /**
   * Only the luma is painted: the network sees both images grey, the style's luma matched to the
   * content's, and the result gets the content's chroma.
   */
  LUMINANCE,
  /** The style image gets the content's colours before the run. */
  MATCH
}
