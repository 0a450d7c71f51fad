package org.stylestream.compute.optimizer;

/**
 * What a step of an optimiser came to.
 *
 * @param status whether there is a new iterate
 * @param loss at the current iterate; where the status is DIVERGED, the last loss met
 * @param evaluations of the function since the start, all trials counted
 */
public record Step(Status status, double loss, int evaluations) {
  /** What became of a step. */
  public enum Status {
    /** There is a new iterate: the point that was evaluated last. */
    ACCEPTED,
    /** The iterate is as good as the optimiser can make it; it stays. */
    STALLED,
    /** The loss or its gradient is no number, and nothing helps; the iterate before it stays. */
    DIVERGED
  }
}
