package org.stylestream.protocol.job;

import org.stylestream.protocol.record.Meaning;

/** What an optimisation starts from. */
public enum Start {
  /** The content image. */
  @Meaning("The content image.")
  CONTENT,
  /** The first style image, at the size of the generated image. */
  @Meaning("The first style image, at the size of the generated image.")
  STYLE,
  /** Gaussian noise. */
  @Meaning("Gaussian noise.")
  NOISE,
  /** The job's initial image. */
  @Meaning("The job's initial image.")
  IMAGE
}
