package org.stylestream.compute.run;

/**
 * A stage couldn't go on because the device, or Java's heap, had no memory left. Where the run's
 * {@link Checkpointing} saves one when it is cancelled, it has saved a checkpoint here, too, if
 * there was room for that; in less memory or on another device the run can be resumed from the last
 * one saved.
 */
public final class StageMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int stage;
  private final int iteration;

  StageMemoryException(int stage, int iteration, Throwable cause) {
    super(
        "out of memory in stage %d after iteration %d: %s"
            .formatted(stage + 1, iteration, cause.getMessage()),
        cause);
    this.stage = stage;
    this.iteration = iteration;
  }

  /** The stage, from 0. */
  public int stage() {
    return stage;
  }

  /** The last iteration of the whole run that was done; 0 also before there was one. */
  public int iteration() {
    return iteration;
  }
}
