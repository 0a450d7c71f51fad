package org.stylestream.protocol.job;

import org.stylestream.protocol.record.Meaning;

/** How the content image's colours are kept. */
public enum ColourControl {
  /** Only the luma is painted; the result has the content's chroma. */
  @Meaning("Only the luma is painted; the result has the content's chroma.")
  LUMINANCE,
  /** The style images get the content's mean colour and covariance before the run. */
  @Meaning("The style images get the content's mean colour and covariance before the run.")
  MATCH
}
