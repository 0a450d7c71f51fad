package org.stylestream.compute.optimizer;

/** Where Adam adds its epsilon. */
public enum EpsilonForm {
  /**
   * x ← x − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε): Kingma and Ba, section 2, last paragraph ("ε̂");
   * Keras and TensorFlow.
   */
  KERAS,
  /** x ← x − α · m̂/(√v̂ + ε): Kingma and Ba, algorithm 1; PyTorch. */
  PAPER
}
