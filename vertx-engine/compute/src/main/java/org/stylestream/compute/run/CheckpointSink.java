package org.stylestream.compute.run;

/** Where checkpoints go. */
@FunctionalInterface
public interface CheckpointSink {
  /**
   * Keeps a checkpoint in place of those before it; an exception ends the run.
   *
   * @param checkpoint whose optimiser's state can be read until this returns
   */
  void save(Checkpoint checkpoint);
}
