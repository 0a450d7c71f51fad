package org.stylestream.compute.run;

/** How a run ended. */
public enum Outcome {
  /** Every stage did its iterations or came to its aim, or all but the last one stalled. */
  COMPLETED,
  /** The last stage stopped improving. */
  STALLED,
  /** The loss became NaN, infinite or huge. */
  DIVERGED,
  /** It was told to stop. */
  CANCELLED
}
