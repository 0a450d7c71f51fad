package org.stylestream.protocol.job;

/** What an optimisation starts from. */
public enum Start {
  /** The content image. */
  CONTENT,
  /** The first style image, at the size of the generated image. */
  STYLE,
  /** Gaussian noise. */
  NOISE,
  /** The job's initial image. */
  IMAGE
}
